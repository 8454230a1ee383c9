package dev.leat.pipeline;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks that the branches of a shape are made of their own argument. */
final class Branches {

  private Branches() {}

  /** The ends of a branch. */
  static <T> List<Link> ends(
      String shape, Stage<T> argument, Function<? super Stage<T>, Pipeline> branch) {
    Pipeline end = branch.apply(argument);
    if (end == null || !reads(end.ends(), argument.link())) {
      throw new PipelineDefinitionException(
          "%s at %s: a branch ends %s instead of its own argument; write b -> b.to(sink)"
              .formatted(shape, CallSites.caller(), what(end, argument.pipeline())));
    }
    return end.ends();
  }

  /** The end of the lane of a {@code byKey}. */
  static <T, R> Stage<R> lane(Stage<T> argument, Function<? super Stage<T>, Stage<R>> lane) {
    Stage<R> end = lane.apply(argument);
    if (end == null || !reads(List.of(end.link()), argument.link())) {
      throw new PipelineDefinitionException(
          "byKey at %s: its lane does not go on from its own argument; write lane -> lane.scan(...)"
              .formatted(CallSites.caller()));
    }
    return end;
  }

  private static String what(@Nullable Pipeline end, String own) {
    if (end == null) {
      return "nothing";
    }
    return end.name().equals(own)
        ? "other stages"
        : "the other pipeline '%s'".formatted(end.name());
  }

  private static boolean reads(List<Link> ends, Link wanted) {
    Set<Link> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Link> open = new ArrayDeque<>(ends);
    while (!open.isEmpty()) {
      Link link = open.pop();
      if (link.equals(wanted)) {
        return true;
      }
      if (seen.add(link)) {
        open.addAll(link.inputs());
      }
    }
    return false;
  }
}
