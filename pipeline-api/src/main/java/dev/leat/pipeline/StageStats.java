package dev.leat.pipeline;

import java.time.Duration;

/**
 * What one stage has done.
 *
 * {@snippet :
 * StageStats parse = job.stats().stage("parse");
 * System.out.println(parse.in() + " lines, " + parse.skipped() + " of them skipped");
 * }
 *
 * @param name the name of the stage
 * @param in elements received
 * @param out elements emitted
 * @param failed elements that failed after all attempts, whatever was then done with them
 * @param skipped failed elements that were left out
 * @param deadLetters failed elements that went to dead letters
 * @param retried attempts after the first
 * @param inFlight elements received and neither emitted nor failed yet, for stages that wait
 * @param busy the time that threads spent in the segment that the stage is fused into; stages of
 *     one segment show the same time. For a stage that waits: in its own calls, until they
 *     returned.
 */
public record StageStats(
    String name,
    long in,
    long out,
    long failed,
    long skipped,
    long deadLetters,
    long retried,
    long inFlight,
    Duration busy) {}
