/**
 * The {@code sketchwatch} command, a class a verb.
 *
 * <p>What every verb promises: results on standard output, everything else on standard error; with
 * {@code --json} nothing but JSON on standard output; exit codes 0 (done), 1 (failed), 2 (misused);
 * a failure is one clear line.
 */
package io.sketchwatch.jobs.command;
