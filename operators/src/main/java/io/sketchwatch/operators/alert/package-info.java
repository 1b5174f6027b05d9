/**
 * What an analyst sees: {@link io.sketchwatch.operators.alert.SuppressRepeatAlertsFunction} makes
 * one alert a query and person of the matches, better ones as revisions of it.
 */
package io.sketchwatch.operators.alert;
