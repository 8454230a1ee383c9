/**
 * The sample {@code tcp-ingest}: takes JSON objects, one a line, over TCP, and keeps what is one
 * and what is not in files that survive whatever happens to the process.
 */
@NullMarked
package dev.leat.samples.tcpingest;

import org.jspecify.annotations.NullMarked;
