package dev.leat.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * A pipeline cannot be run as it was written. The message names the stage, the line that declared
 * it and what to write instead. Thrown when the pipeline is built or planned; nothing was opened or
 * read.
 *
 * {@snippet :
 * try {
 *   hits.take(-1);
 * } catch (PipelineDefinitionException e) {
 *   System.err.println(e.getMessage()); // take at Job.java:7 needs a count of at least 0, not -1
 * }
 * }
 */
public final class PipelineDefinitionException extends LeatException {

  private static final long serialVersionUID = 1L;

  /** An exception with a message for the user. */
  public PipelineDefinitionException(String message) {
    this(message, null);
  }

  PipelineDefinitionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
