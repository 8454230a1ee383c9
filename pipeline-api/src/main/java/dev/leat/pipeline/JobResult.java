package dev.leat.pipeline;

import java.time.Duration;

/**
 * The end of a job that delivered everything.
 *
 * {@snippet :
 * JobResult result = runtime.run(pipeline);
 * System.out.println(result.name() + " took " + result.elapsed().toMillis() + " ms");
 * }
 *
 * @param name the name of the pipeline
 * @param drained whether the sources were stopped before their end
 * @param elapsed from the start to the end
 * @param stats what each stage did
 */
public record JobResult(String name, boolean drained, Duration elapsed, JobStats stats) {}
