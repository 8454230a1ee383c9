package dev.leat.pipeline;

import dev.leat.pipeline.graph.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The branches of {@link Stage#route} under construction. Conditions are tried in the order in
 * which they were given; the first one that an element fulfils decides. Immutable.
 *
 * {@snippet :
 * events.route(
 *     r ->
 *         r.when(Event::urgent, urgent -> urgent.to(alerts)).otherwise(rest -> rest.to(archive)));
 * }
 *
 * @param <T> the type of the elements
 */
public final class Route<T> {

  private final String pipeline;
  private final Link input;
  private final List<When<T>> branches;

  /** A condition and what happens to the elements that fulfil it. */
  private record When<T>(
      CheckedPredicate<Object> condition, Function<? super Stage<T>, Pipeline> branch) {}

  Route(String pipeline, Link input) {
    this(pipeline, input, List.of());
  }

  private Route(String pipeline, Link input, List<When<T>> branches) {
    this.pipeline = pipeline;
    this.input = input;
    this.branches = branches;
  }

  /** Adds a branch for the elements that fulfil a condition and none of those before. */
  public Route<T> when(
      CheckedPredicate<? super T> condition, Function<? super Stage<T>, Pipeline> branch) {
    Objects.requireNonNull(condition, "condition");
    Objects.requireNonNull(branch, "branch");
    List<When<T>> more = new ArrayList<>(branches);
    more.add(new When<>(Erased.predicate(condition), branch));
    return new Route<>(pipeline, input, more);
  }

  /** Adds the branch for all other elements, and ends the pipeline with all branches. */
  public Pipeline otherwise(Function<? super Stage<T>, Pipeline> branch) {
    Objects.requireNonNull(branch, "branch");
    Operation operation = new Operation.Route(branches.stream().map(When::condition).toList());
    Link route = Link.unnamed("route", operation, List.of(input));
    List<Link> ends = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      ends.addAll(ends(route, i, "when", branches.get(i).branch()));
    }
    ends.addAll(ends(route, branches.size(), "otherwise", branch));
    return new Pipeline(pipeline, ends);
  }

  private List<Link> ends(
      Link route, int index, String word, Function<? super Stage<T>, Pipeline> branch) {
    Link first = Link.unnamed(word, new Operation.Branch(index), List.of(route));
    return Branches.ends("route", new Stage<>(pipeline, first), branch);
  }
}
