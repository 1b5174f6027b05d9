/** The table of topics as code: what each is set up as, and how that is made and checked. */
package io.sketchwatch.jobs.topic;
