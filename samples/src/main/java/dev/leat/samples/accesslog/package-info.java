/**
 * The sample {@code access-log}: reads access logs of web servers, finds the server errors, asks an
 * HTTP service for the network of each client and a database for the owner of each path, and sums
 * everything up.
 *
 * <pre>
 *                 .--> server errors --> network (HTTP) --> owner (JDBC) --> errors.ndjson
 * lines --> parse                             '-----------------'----------> failed.ndjson
 *      '------'  '--> aggregate -------------------------------------------> summary.json
 *          '----------------------------------------------------------------> rejected.ndjson
 * </pre>
 *
 * <p>It shows the three kinds of work side by side: parsing computes, so it is declared {@code cpu}
 * and runs on all cores; the HTTP client returns promises, so it is {@code io} and runs on an event
 * loop; JDBC blocks, so it is {@code coroutine} and runs on virtual threads. {@link
 * dev.leat.samples.accesslog.AccessLogJob} is the pipeline; begin there.
 */
@NullMarked
package dev.leat.samples.accesslog;

import org.jspecify.annotations.NullMarked;
