/** What each part and loss of DALNet is worth: trains and judges every row of the ablation. */
package io.sketchwatch.jobs.ablation;
