package dev.leat.runtime.plan;

import dev.leat.pipeline.CpuOptions;
import dev.leat.pipeline.Emission;
import dev.leat.pipeline.KeyOptions;
import dev.leat.pipeline.connector.Source;
import dev.leat.pipeline.graph.ForkPolicy;
import dev.leat.pipeline.graph.Operation;
import dev.leat.pipeline.graph.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the user declared for a stage, as explanations show it.
 *
 * @param kind the word of the DSL
 * @param options its settings
 */
record Declared(String kind, List<Option> options) {

  private static Declared plain(String kind) {
    return new Declared(kind, List.of());
  }

  static Declared of(Operation operation) {
    return switch (operation) {
      case Operation.From from -> from(from.source());
      case Operation.Map map -> plain("map");
      case Operation.Filter filter -> plain("filter");
      case Operation.FlatMap flatMap -> plain("flatMap");
      case Operation.Each each -> plain("each");
      case Operation.Take take ->
          new Declared("take", List.of(Option.number("count", take.count())));
      case Operation.TakeWhile takeWhile -> plain("takeWhile");
      case Operation.Skip skip ->
          new Declared("skip", List.of(Option.number("count", skip.count())));
      case Operation.Scan scan -> plain("scan");
      case Operation.Batch batch -> batch(batch);
      case Operation.Io io -> new Declared("io", Option.calls(io.policy()));
      case Operation.IoMany io -> new Declared("ioMany", Option.calls(io.policy()));
      case Operation.Coroutine coroutine ->
          new Declared("coroutine", Option.calls(coroutine.policy()));
      case Operation.Cpu cpu -> cpu(cpu.options());
      case Operation.Foreign foreign -> foreign(foreign);
      case Operation.Aggregate aggregate -> aggregate(aggregate);
      case Operation.Keyed keyed -> keys("byKey", keyed.keys());
      case Operation.Unkeyed unkeyed -> plain("end");
      case Operation.Merge merge -> plain("merge");
      case Operation.Concat concat -> plain("concat");
      case Operation.Route route ->
          new Declared("route", List.of(Option.number("conditions", route.conditions().size())));
      case Operation.Branch branch ->
          new Declared("branch", List.of(Option.number("number", branch.index() + 1)));
      case Operation.Distinct distinct -> keys("distinct", distinct.keys());
      case Operation.Throttle throttle -> throttle(throttle);
      case Operation.Conflate conflate -> plain("conflate");
      case Operation.Session session -> plain("coroutine");
      case Operation.To to ->
          new Declared("to", List.of(Option.text("writes", to.sink().describe())));
    };
  }

  private static Declared from(Source<Object> source) {
    String end = source.finite() ? "ends by itself" : "never ends by itself";
    return new Declared(
        "from",
        List.of(
            Option.text("reads", source.describe()),
            new Option("finite", source.finite(), end),
            Option.onError(source.onError())));
  }

  private static Declared batch(Operation.Batch batch) {
    return new Declared(
        "batch",
        List.of(
            Option.number("size", batch.size()),
            new Option("time", batch.time().toString(), "time " + Words.duration(batch.time()))));
  }

  private static Declared keys(String kind, KeyOptions keys) {
    Duration expiry = keys.expireAfter();
    return new Declared(
        kind,
        List.of(
            new Option("maxKeys", keys.maxKeys(), "at most " + Words.count(keys.maxKeys(), "key")),
            new Option(
                "expireAfter",
                expiry == null ? null : expiry.toString(),
                expiry == null ? "none expires" : "expire after " + Words.duration(expiry))));
  }

  private static Declared throttle(Operation.Throttle throttle) {
    return new Declared(
        "throttle",
        List.of(
            Option.number("elements", throttle.elements()),
            new Option(
                "time", throttle.time().toString(), "time " + Words.duration(throttle.time()))));
  }

  private static Declared foreign(Operation.Foreign foreign) {
    List<Option> options = new ArrayList<>();
    String kind =
        switch (foreign.program()) {
          case Program.Python python -> {
            options.add(Option.text("runs", python.module() + ":" + python.function()));
            yield "python";
          }
          case Program.Lines lines -> {
            options.add(Option.text("runs", String.join(" ", lines.command()) + ", line by line"));
            yield "command";
          }
          case Program.Frames frames -> {
            options.add(Option.text("runs", String.join(" ", frames.command())));
            yield "command";
          }
        };
    options.addAll(fork(foreign.policy()));
    options.add(Option.ordered(foreign.ordered()));
    options.add(Option.onError(foreign.onError()));
    return new Declared(kind, options);
  }

  private static List<Option> fork(ForkPolicy fork) {
    return List.of(
        Option.number("workers", fork.workers()),
        Option.limit("timeout", fork.timeout(), "none"),
        Option.number("attempts", fork.attempts()));
  }

  private static Declared cpu(CpuOptions options) {
    ForkPolicy fork = options.fork();
    if (fork != null) {
      List<Option> all = new ArrayList<>(fork(fork));
      all.add(
          new Option(
              "heapMebibytes",
              fork.heapMebibytes(),
              "heap " + Words.number(fork.heapMebibytes()) + " MiB"));
      all.add(Option.ordered(options.ordered()));
      all.add(Option.onError(options.onError()));
      return new Declared("cpu forked", all);
    }
    Option parallelism =
        options.parallelism() == 0
            ? new Option("parallelism", null, "parallelism as cores")
            : Option.number("parallelism", options.parallelism());
    return new Declared(
        "cpu",
        List.of(parallelism, Option.ordered(options.ordered()), Option.onError(options.onError())));
  }

  private static Option emission(Emission emission) {
    return switch (emission) {
      case Emission.AtEnd end -> new Option("emits", "end", "emits at the end");
      case Emission.EveryElements every ->
          new Option(
              "emits", every.elements(), "emits every " + Words.count(every.elements(), "element"));
      case Emission.EveryTime every ->
          new Option(
              "emits", every.time().toString(), "emits every " + Words.duration(every.time()));
    };
  }

  private static Declared aggregate(Operation.Aggregate aggregate) {
    boolean ordered = aggregate.aggregator().ordered();
    return new Declared(
        "aggregate",
        List.of(
            emission(aggregate.emission()),
            new Option("ordered", ordered, ordered ? "in order" : "in any order")));
  }
}
