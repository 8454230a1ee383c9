package dev.leat.runtime.plan;

import dev.leat.pipeline.graph.GraphEdge;
import dev.leat.pipeline.graph.GraphEdge.Port;
import dev.leat.pipeline.graph.StageNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a concat may read from. Its later inputs wait until the earlier ones have ended. If what
 * they come from led anywhere else, that branch would wait as well, and if the earlier inputs
 * depended on it, for ever. So the later inputs must lead nowhere else; then nothing can wait for
 * them in a circle.
 */
final class ConcatRule {

  private ConcatRule() {}

  /** What is wrong with a concat and what to do, or nothing. */
  static Optional<String> violation(Wiring wiring, StageNode concat) {
    List<GraphEdge> inputs = wiring.inputs(concat.id());
    for (int i = 0; i < inputs.size() - 1; i++) {
      int input = inputs.get(i).from();
      if (wiring.emitsEndlessly(input)) {
        return Optional.of(
            "its input %d, %s, never ends, so what comes after it is never read: put take(n) behind the source, or use merge"
                .formatted(i + 1, Words.label(wiring.stage(input))));
      }
    }
    for (GraphEdge input : inputs.subList(1, inputs.size())) {
      Optional<String> other = otherWay(wiring, concat.id(), input.from());
      if (other.isPresent()) {
        return other;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> otherWay(Wiring wiring, int concat, int input) {
    Set<Integer> own = ancestors(wiring, input);
    for (int stage : own) {
      for (GraphEdge edge : wiring.outputs(stage)) {
        boolean inside = own.contains(edge.to()) || (stage == input && edge.to() == concat);
        if (edge.port() == Port.RESULTS && !inside) {
          return Optional.of(
              "its input %s comes from %s, which also leads to %s and would hold that up until the earlier inputs have ended: use merge, or read the source a second time"
                  .formatted(
                      Words.label(wiring.stage(input)),
                      Words.label(wiring.stage(stage)),
                      Words.label(wiring.stage(edge.to()))));
        }
      }
    }
    return Optional.empty();
  }

  /** A stage and all that it reads from. */
  private static Set<Integer> ancestors(Wiring wiring, int stage) {
    Set<Integer> found = new HashSet<>();
    Deque<Integer> open = new ArrayDeque<>(List.of(stage));
    while (!open.isEmpty()) {
      int next = open.pop();
      if (found.add(next)) {
        wiring.inputs(next).forEach(edge -> open.push(edge.from()));
      }
    }
    return found;
  }
}
