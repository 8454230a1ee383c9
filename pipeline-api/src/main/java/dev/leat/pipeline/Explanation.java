package dev.leat.pipeline;

/**
 * How a runtime runs a pipeline: stages, execution models, threads, edges, bounds.
 *
 * {@snippet :
 * System.out.println(runtime.explain(pipeline).text());
 * }
 */
public interface Explanation {

  /** The plan as text for people, some lines per segment. */
  String text();

  /** The plan as one JSON object with the same content. */
  String json();
}
