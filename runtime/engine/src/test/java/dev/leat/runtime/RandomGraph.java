package dev.leat.runtime;

import dev.leat.pipeline.CheckedConsumer;
import dev.leat.pipeline.Coroutine;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Stage;
import dev.leat.runtime.ScriptedSource.Entry;
import dev.leat.runtime.ScriptedSource.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * A pipeline of random sources, joins, forks and ends, whose functions depend on nothing but the
 * seed, so that the same seed makes the same pipeline again.
 *
 * <p>The order in which a join passes on its inputs is open, and so is that of an unordered stage.
 * What depends on it, such as a sum after each element, is made only where the order is certain;
 * elsewhere it is made to depend on the number of elements alone. So what each sink receives is
 * certain but for its order.
 */
final class RandomGraph {

  private static final Duration NEVER = Duration.ofDays(1);

  /** The lane of items that are all alike, because it is open what they come from. */
  private static final int ALIKE = 99;

  private static final int MOST_EXPANSIONS = 2;
  private static final int MOST_JOINS = 4;
  private static final int MOST_STAGES = 24;

  private final Random random;
  private final CheckedConsumer<String> sinkAction;
  private final List<List<Integer>> blocks;
  private final boolean failing;
  private final List<ScriptedSource> sources = new ArrayList<>();
  private final List<Received> sinks = new ArrayList<>();
  private final List<ProbeSink<DeadLetter>> letters = new ArrayList<>();
  private final List<Flow> known = new ArrayList<>();
  private boolean early;
  private int stages;
  private int expansions;
  private int joins;
  private final Pipeline pipeline;

  /** How much of the order of a stage's results is certain. */
  enum Order {
    /** All of it. */
    TOTAL,
    /** That of the items of one lane. */
    LANES,
    NONE
  }

  /** A sink and which order it receives its items in. */
  record Received(ProbeSink<Item> sink, Order order) {}

  /**
   * A stage under construction.
   *
   * @param joined whether it comes from a join, so that lanes do not count any more
   * @param counted whether it is certain how many items each lane has
   */
  private record Flow(Stage<Item> stage, Order order, boolean joined, boolean counted) {

    Flow with(Stage<Item> other) {
      return new Flow(other, order, joined, counted);
    }

    Flow with(Stage<Item> other, Order otherOrder) {
      return new Flow(other, otherOrder, joined, counted);
    }

    /** All items are alike now. */
    Flow alike(Stage<Item> other) {
      return new Flow(other, Order.NONE, joined, false);
    }

    /** Whether it is certain which items a stage sees that keeps a state for each lane. */
    boolean exact() {
      return order == Order.TOTAL || (order == Order.LANES && !joined && counted);
    }

    /** Whether it is certain how many items it sees. */
    boolean countable() {
      return joined || counted;
    }
  }

  /**
   * The pipeline of a seed.
   *
   * @param sinkAction what sinks do in each call
   * @param blocks how many blocks each lane of each source has at most; empty for all it has
   */
  RandomGraph(long seed, CheckedConsumer<String> sinkAction, List<List<Integer>> blocks) {
    this.random = new Random(seed);
    this.sinkAction = sinkAction;
    this.blocks = blocks;
    this.failing = random.nextInt(4) == 0;
    int ends = 1 + random.nextInt(3);
    List<Pipeline> all = new ArrayList<>();
    for (int i = 0; i < ends; i++) {
      all.add(end(source(), 1 + random.nextInt(5), 0));
    }
    this.pipeline = Pipeline.of("p", all.toArray(Pipeline[]::new));
  }

  RandomGraph(long seed) {
    this(seed, call -> {}, List.of());
  }

  Pipeline pipeline() {
    return pipeline;
  }

  List<ScriptedSource> sources() {
    return sources;
  }

  List<Received> sinks() {
    return sinks;
  }

  List<ProbeSink<DeadLetter>> letters() {
    return letters;
  }

  /** Whether a stage may end its input early. */
  boolean early() {
    return early;
  }

  // Shapes.

  private Pipeline end(Flow from, int steps, int depth) {
    Flow flow = from;
    for (int i = 0; i < steps && stages < MOST_STAGES; i++) {
      stages++;
      flow = random.nextInt(5) == 0 && joins < MOST_JOINS ? join(flow) : step(flow);
      known.add(flow);
    }
    Flow last = flow;
    if (depth < 2 && random.nextInt(3) == 0) {
      int left = random.nextInt(4);
      int right = random.nextInt(4);
      int salt = random.nextInt(1_000);
      return switch (random.nextInt(3)) {
        case 0 ->
            last.stage.broadcast(
                all -> end(last.with(all), left, depth + 1),
                all -> end(last.with(all), right, depth + 1));
        case 1 ->
            last.stage.route(r ->
                r.when(
                        item -> ItemFunctions.hit(item, salt, 3),
                        b -> end(last.with(b), left, depth + 1))
                    .otherwise(b -> end(last.with(b), right, depth + 1)));
        default ->
            last.stage.route(r ->
                r.when(
                        item -> ItemFunctions.hit(item, salt, 500),
                        b -> end(last.with(b), left, depth + 1))
                    .when(
                        item -> ItemFunctions.hit(item, salt, 2),
                        b -> end(last.with(b), right, depth + 1))
                    .otherwise(b -> end(last.with(b), 0, depth + 1)));
      };
    }
    ProbeSink<Item> sink = new ProbeSink<>("sink", sinkAction, new ConcurrentLinkedQueue<>());
    sinks.add(new Received(sink, last.order));
    return last.stage.to("sink" + sinks.size(), sink);
  }

  /** Joins a flow with others. Each gets lanes of its own, so that its order can be seen. */
  private Flow join(Flow flow) {
    joins++;
    if (random.nextInt(3) == 0) {
      Flow next = step(source());
      Stage<Item> joined = Pipeline.concat(laned(flow, 0), laned(next, 1));
      boolean total = flow.order == Order.TOTAL && next.order == Order.TOTAL;
      return new Flow(joined, total ? Order.TOTAL : merged(flow, next), true, true);
    }
    Flow other = known.isEmpty() || random.nextBoolean() ? source() : any();
    Stage<Item> joined = Pipeline.merge(laned(flow, 0), laned(other, 1));
    Flow both = new Flow(joined, merged(flow, other), true, true);
    return random.nextInt(4) == 0 ? triple(flow, other) : both;
  }

  private Flow triple(Flow one, Flow two) {
    Flow three = step(source());
    Stage<Item> joined = Pipeline.merge(laned(one, 0), laned(two, 1), laned(three, 2));
    Order both = merged(one, two);
    return new Flow(joined, both == Order.NONE ? both : merged(one, three), true, true);
  }

  private Flow any() {
    return known.get(random.nextInt(known.size()));
  }

  private static Order merged(Flow one, Flow two) {
    return one.order == Order.NONE || two.order == Order.NONE ? Order.NONE : Order.LANES;
  }

  private static Stage<Item> laned(Flow flow, int input) {
    return flow.stage.map(item -> new Item((item.lane() + 2) * 4 + input, item.value()));
  }

  private Flow step(Flow flow) {
    int salt = random.nextInt(1_000);
    Stage<Item> stage = flow.stage;
    return switch (random.nextInt(20)) {
      case 0 ->
          flow.with(
              failing
                  ? stage.map(ItemFunctions.mayFail(salt))
                  : stage.map(x -> ItemFunctions.changed(x, salt)));
      case 1 -> flow.with(stage.filter(item -> !ItemFunctions.hit(item, salt, 3)));
      case 2 ->
          expansions++ >= MOST_EXPANSIONS
              ? flow
              : flow.with(stage.flatMap(item -> ItemFunctions.expansion(item, salt)));
      case 3, 4 -> cpu(flow, salt);
      case 5 -> io(flow, salt);
      case 6 -> coroutine(flow, salt);
      case 7 -> flow.with(stage.coroutine("copy" + stages, copy()));
      case 8 -> pairs(flow, salt);
      case 9 -> flow.exact() ? firstOfLane(flow) : flow;
      case 10, 11 -> scan(flow);
      case 12 -> batch(flow);
      case 13 -> distinct(flow, salt);
      case 14 -> random.nextBoolean() ? take(flow) : skip(flow);
      case 15 -> takeWhile(flow, salt);
      case 16 -> random.nextInt(3) == 0 ? aggregate(flow) : flow.with(stage.peek(item -> {}));
      case 17, 18 -> byKey(flow, salt);
      default -> flow.with(stage.throttle(1_000_000_000, Duration.ofSeconds(1)));
    };
  }

  private Flow cpu(Flow flow, int salt) {
    boolean ordered = random.nextInt(3) != 0;
    int cores = random.nextInt(3);
    OnError onError = onError();
    return flow.with(
        flow.stage.cpu(
            "cpu" + stages,
            ItemFunctions.mayFail(salt),
            cpu -> {
              var options =
                  cores == 0 ? cpu.onError(onError) : cpu.onError(onError).parallelism(cores);
              return ordered ? options : options.unordered();
            }),
        ordered ? flow.order : Order.NONE);
  }

  private Flow io(Flow flow, int salt) {
    boolean ordered = random.nextInt(3) != 0;
    int concurrency = List.of(1, 2, 64).get(random.nextInt(3));
    OnError onError = onError();
    return flow.with(
        flow.stage.io(
            "io" + stages,
            item -> ItemFunctions.promise(item, salt),
            io ->
                ordered
                    ? io.concurrency(concurrency).onError(onError)
                    : io.concurrency(concurrency).onError(onError).unordered()),
        ordered ? flow.order : Order.NONE);
  }

  private Flow coroutine(Flow flow, int salt) {
    boolean ordered = random.nextInt(3) != 0;
    int concurrency = List.of(1, 2, 64).get(random.nextInt(3));
    OnError onError = onError();
    return flow.with(
        flow.stage.coroutine(
            "co" + stages,
            ItemFunctions.mayFail(salt),
            co ->
                ordered
                    ? co.concurrency(concurrency).onError(onError)
                    : co.concurrency(concurrency).onError(onError).unordered()),
        ordered ? flow.order : Order.NONE);
  }

  // Stages with a memory, and such that look at the order.

  /** What a stage makes of each lane, when it is certain how many items there are, not which. */
  private static Flow counted(Flow flow, Stage<Item> stage) {
    return new Flow(stage, flow.joined ? Order.TOTAL : Order.LANES, flow.joined, true);
  }

  private static Item count(Flow flow, Item item, long count) {
    return new Item(flow.joined ? ALIKE : item.lane(), count);
  }

  private Flow pairs(Flow flow, int salt) {
    if (flow.exact()) {
      return flow.with(
          flow.stage.coroutine(
              "pairs" + stages,
              (in, out) -> {
                while (in.hasNext()) {
                  Item first = in.next();
                  out.emit(
                      in.hasNext()
                          ? ItemFunctions.sum(first, in.next())
                          : ItemFunctions.changed(first, salt));
                }
              }));
    }
    return flow.countable() ? counted(flow, halves(flow)) : flow;
  }

  private Stage<Item> halves(Flow flow) {
    boolean joined = flow.joined;
    return flow.stage.coroutine(
        "halves" + stages,
        (in, out) -> {
          while (in.hasNext()) {
            int lane = in.next().lane();
            int size = 1;
            if (in.hasNext()) {
              in.next();
              size = 2;
            }
            out.emit(new Item(joined ? ALIKE : lane, size));
          }
        });
  }

  private static Coroutine<Item, Item> copy() {
    return (in, out) -> {
      while (in.hasNext()) {
        out.emit(in.next());
      }
    };
  }

  private Flow firstOfLane(Flow flow) {
    early = true;
    int count = random.nextInt(30);
    return flow.with(
        flow.stage.coroutine(
            "first" + stages,
            (in, out) -> {
              for (int i = 0; i < count && in.hasNext(); i++) {
                out.emit(in.next());
              }
            }));
  }

  private static Flow scan(Flow flow) {
    Item zero = new Item(ALIKE, 0);
    if (flow.exact()) {
      return flow.with(flow.stage.scan(() -> zero, ItemFunctions::sum));
    }
    return flow.countable()
        ? counted(
            flow, flow.stage.scan(() -> zero, (sum, item) -> count(flow, item, sum.value() + 1)))
        : flow;
  }

  private Flow batch(Flow flow) {
    int size = List.of(1, 2, 7, 300).get(random.nextInt(4));
    Stage<List<Item>> lists = flow.stage.batch(size, NEVER);
    if (flow.exact()) {
      return flow.with(lists.map(list -> list.stream().reduce(ItemFunctions::sum).orElseThrow()));
    }
    return flow.countable()
        ? counted(flow, lists.map(list -> count(flow, list.get(0), list.size())))
        : flow;
  }

  private Flow distinct(Flow flow, int salt) {
    if (random.nextBoolean()) {
      return flow.with(flow.stage.distinct());
    }
    Stage<Item> first = flow.stage.distinct(item -> ItemFunctions.rest(item, salt));
    return flow.order == Order.TOTAL
        ? flow.with(first)
        : flow.alike(first.map(item -> new Item(ALIKE, ItemFunctions.rest(item, salt))));
  }

  private Flow take(Flow flow) {
    early = true;
    Stage<Item> first = flow.stage.take(random.nextInt(60));
    return flow.order == Order.TOTAL
        ? flow.with(first)
        : flow.alike(first.map(item -> new Item(ALIKE, 1)));
  }

  private Flow skip(Flow flow) {
    Stage<Item> others = flow.stage.skip(random.nextInt(20));
    return flow.order == Order.TOTAL
        ? flow.with(others)
        : flow.alike(others.map(item -> new Item(ALIKE, 2)));
  }

  private Flow takeWhile(Flow flow, int salt) {
    if (flow.order != Order.TOTAL) {
      return flow;
    }
    early = true;
    return flow.with(flow.stage.takeWhile(item -> !ItemFunctions.hit(item, salt, 40)));
  }

  private static Flow aggregate(Flow flow) {
    return new Flow(flow.stage.aggregate(ItemFunctions.total()), Order.TOTAL, flow.joined, true);
  }

  /** What is certain without an order: sums. All else has to see the elements in their order. */
  private Flow byKey(Flow flow, int salt) {
    int count = random.nextInt(8);
    int what = random.nextInt(7);
    if (flow.order != Order.TOTAL || what == 0) {
      return flow.alike(keyed(flow, salt, lane -> lane.aggregate(ItemFunctions.total())));
    }
    Item zero = new Item(ALIKE, 0);
    return switch (what) {
      case 1 -> flow.with(keyed(flow, salt, lane -> lane.scan(() -> zero, ItemFunctions::sum)));
      case 2 -> flow.with(keyed(flow, salt, lane -> lane.take(count)));
      case 3 -> flow.with(keyed(flow, salt, lane -> lane.skip(count)));
      case 4 ->
          flow.with(
              keyed(flow, salt, lane -> lane.takeWhile(item -> !ItemFunctions.hit(item, salt, 9))));
      case 5 ->
          flow.with(
              keyed(flow, salt, lane -> lane.distinct(item -> ItemFunctions.rest(item, count))));
      default ->
          flow.alike(
              keyed(
                  flow,
                  salt,
                  lane ->
                      lane.batch(count + 1, NEVER)
                          .map(list -> list.stream().reduce(ItemFunctions::sum).orElseThrow())));
    };
  }

  /** Also across another model, which has to keep the keys. */
  private Stage<Item> keyed(
      Flow flow, int salt, Function<? super Stage<Item>, Stage<Item>> stateful) {
    String computed = random.nextBoolean() ? "key" + stages : "";
    return ItemFunctions.byKey(flow.stage, salt, computed, stateful);
  }

  private OnError onError() {
    if (failing && random.nextInt(3) == 0) {
      return OnError.fail();
    }
    if (random.nextBoolean()) {
      return OnError.skip();
    }
    if (letters.isEmpty() || random.nextBoolean()) {
      letters.add(new ProbeSink<>("letters", sinkAction, new ConcurrentLinkedQueue<>()));
    }
    return OnError.deadLetters(letters.get(letters.size() - 1));
  }

  // Sources.

  private Flow source() {
    int number = sources.size();
    int lanes = random.nextInt(3) == 0 ? 2 + random.nextInt(2) : 1;
    int most = List.of(0, 1, 3, 3, 8).get(random.nextInt(5));
    ScriptedSource source = new ScriptedSource();
    for (int lane = 0; lane < lanes; lane++) {
      source.lane(new Script(script(10 * number + lane, most), null));
    }
    sources.add(blocks.isEmpty() ? source : source.cut(blocks.get(number)));
    Stage<Item> stage = Pipeline.named("p").from(sources.get(number));
    return new Flow(stage, lanes == 1 ? Order.TOTAL : Order.LANES, false, true);
  }

  private List<List<Entry>> script(int lane, int most) {
    List<List<Entry>> all = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      long position = ScriptedSource.BLOCK * i;
      List<Entry> entries = new ArrayList<>();
      int size = List.of(0, 1, 2, 20, 60).get(random.nextInt(5));
      int gap = 1 + random.nextInt(3);
      for (int j = 0; j < size; j++) {
        entries.add(new Entry.Element(position, new Item(lane, lane * 1_000_000L + position)));
        position += 1 + random.nextInt(gap);
      }
      all.add(List.copyOf(entries));
    }
    return List.copyOf(all);
  }
}
