package dev.leat.pipeline;

import java.time.Duration;

/**
 * What one worker process of a stage has done since it was started.
 *
 * {@snippet :
 * for (WorkerStats worker : job.stats().workers()) {
 *   System.out.println(worker.stage() + " " + worker.number() + ": " + worker.elements());
 * }
 * }
 *
 * @param stage the name of the stage
 * @param number its number among the workers of the stage, from 1
 * @param pid the number of its process; -1 while there is none
 * @param elements elements that it has answered
 * @param restarts how many workers it has replaced
 * @param work the time it spent in the function of the stage
 * @param codec the time this process spent to encode elements for it and to decode its results
 * @param remoteCodec the time it spent to decode elements and to encode results itself
 * @param transport what it took, for each element, to send a request to it and the answer back
 *     while it had nothing else to do: the socket and the waking of threads on both sides
 * @param memoryBytes its resident memory; 0 where the system does not tell
 */
public record WorkerStats(
    String stage,
    int number,
    long pid,
    long elements,
    int restarts,
    Duration work,
    Duration codec,
    Duration remoteCodec,
    Duration transport,
    long memoryBytes) {}
