/**
 * Worker processes: what they speak, what they run, and what starts and watches them. Knows nothing
 * of the engine.
 *
 * <pre>
 *   WorkerPool --WorkBatch--&gt; FramedWorker ==frames, Unix domain socket==&gt; WorkerMain (a JVM)
 *       |                                                                  or leat_worker.py
 *       +--------WorkBatch--&gt; LineWorker  ==lines, stdin and stdout=====&gt; any program
 * </pre>
 *
 * <p><b>Supervision.</b> The end of the socket tells that a worker died. Before each element a
 * worker writes a {@linkplain dev.leat.runtime.worker.ProgressFile progress word} into a small
 * shared file, which outlives it: so exactly one element is blamed, and the others are computed
 * again by its replacement.
 *
 * <p><b>Security.</b> The socket lives in a folder that only this user may enter, and is deleted as
 * soon as the worker is connected; the worker has to know a random token. What is decoded is data:
 * records, enums and simple types. The one serialized object, the function of the stage, is read
 * behind a filter that allows the classes it is made of and rejects all else.
 */
@NullMarked
package dev.leat.runtime.worker;

import org.jspecify.annotations.NullMarked;
