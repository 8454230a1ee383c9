/**
 * Reads and writes files: lines, comma-separated values, JSON lines and bytes, plain or compressed,
 * from files, folders, patterns and standard input.
 *
 * <p>{@link dev.leat.connector.files.FileSource} reads. What to read is an {@link
 * dev.leat.connector.files.Inputs}, how to read it are options:
 *
 * <pre>
 *   FileSource.lines(Path.of("access.log"))
 *   FileSource.csv(Path.of("people.csv"), Person.class)
 *   FileSource.lineViews(Inputs.glob("logs/*.gz"), o -&gt; o.maxLine(64 &lt;&lt; 10).onError(OnError.skip()))
 * </pre>
 *
 * <p>{@link dev.leat.connector.files.FileSink} writes. A file appears under its final name when the
 * job has succeeded and not before.
 *
 * <p><b>Lanes.</b> All inputs together are one lane, read in the order given; {@code
 * parallelFiles(n)} makes n lanes. A plain file is handed out in ranges, which are read and split
 * by whichever threads run the first parallel stage. What can only be read from front to back
 * (compressed files, pipes, rows with quotes) is read by the lane's own thread and handed out in
 * blocks of whole lines or rows.
 */
@NullMarked
package dev.leat.connector.files;

import org.jspecify.annotations.NullMarked;
