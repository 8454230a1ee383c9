package dev.leat.runtime;

import dev.leat.pipeline.Aggregator;
import dev.leat.pipeline.CheckedConsumer;
import dev.leat.pipeline.CpuOptions;
import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.IoOptions;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.Retry;
import dev.leat.pipeline.Stage;
import dev.leat.runtime.ScriptedSource.Entry;
import dev.leat.runtime.ScriptedSource.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * A pipeline of random shape whose functions depend on nothing but the seed, so that the same seed
 * makes the same pipeline again.
 */
final class RandomPipeline {

  private static final Duration NEVER = Duration.ofDays(1);

  private final Random random;
  private final boolean severalLanes;
  private final boolean failing;
  private final CheckedConsumer<String> sinkAction;
  private final List<ProbeSink<Item>> sinks = new ArrayList<>();
  private final List<ProbeSink<DeadLetter>> letters = new ArrayList<>();
  private final ScriptedSource source;
  private boolean ordered = true;
  private boolean early;
  private int names;
  private int expansions;
  private final Pipeline pipeline;

  RandomPipeline(long seed) {
    this(seed, call -> {});
  }

  RandomPipeline(long seed, CheckedConsumer<String> sinkAction) {
    this(seed, sinkAction, List.of());
  }

  /**
   * The pipeline of a seed.
   *
   * @param sinkAction what sinks do in each call
   * @param blocks how many blocks each lane has at most; empty for all it has
   */
  RandomPipeline(long seed, CheckedConsumer<String> sinkAction, List<Integer> blocks) {
    this.random = new Random(seed);
    this.sinkAction = sinkAction;
    this.severalLanes = random.nextInt(3) == 0;
    this.failing = random.nextInt(3) == 0;
    ScriptedSource whole = new SourceScripts().next();
    this.source = blocks.isEmpty() ? whole : whole.cut(blocks);
    this.pipeline = build(source);
  }

  Pipeline pipeline() {
    return pipeline;
  }

  ScriptedSource source() {
    return source;
  }

  /** Whether all stages keep the order. */
  boolean ordered() {
    return ordered;
  }

  /** Whether it is certain which failure comes first. */
  boolean strict() {
    return ordered && !severalLanes;
  }

  /** Whether a stage may end the stream before its input ends. */
  boolean early() {
    return early;
  }

  List<ProbeSink<Item>> sinks() {
    return sinks;
  }

  List<ProbeSink<DeadLetter>> letterSinks() {
    return letters;
  }

  private Pipeline build(ScriptedSource from) {
    ordered = random.nextInt(4) != 0;
    Stage<Item> stage = Pipeline.named("p").from(from);
    return end(stage, 1 + random.nextInt(6), 0);
  }

  private Pipeline end(Stage<Item> from, int steps, int depth) {
    Stage<Item> stage = from;
    for (int i = 0; i < steps; i++) {
      stage = step(stage);
    }
    if (depth < 2 && random.nextInt(4) == 0) {
      int left = random.nextInt(4);
      int right = random.nextInt(4);
      return random.nextBoolean()
          ? stage.broadcast(all -> end(all, left, depth + 1), all -> end(all, right, depth + 1))
          : stage.broadcast(
              all -> end(all, left, depth + 1),
              all -> all.to("sink" + names++, sink()),
              all -> end(all, right, depth + 1));
    }
    return stage.to("sink" + names++, sink());
  }

  private ProbeSink<Item> sink() {
    ProbeSink<Item> sink = new ProbeSink<>("sink", sinkAction, new ConcurrentLinkedQueue<>());
    sinks.add(sink);
    return sink;
  }

  private Stage<Item> step(Stage<Item> stage) {
    int salt = random.nextInt(1_000);
    int choice = random.nextInt(ordered ? (severalLanes ? 15 : 19) : 12);
    return switch (choice) {
      case 0 -> stage.map(item -> changed(item, salt));
      case 1 -> stage.filter(item -> !hit(item, salt, 3));
      case 2 -> expansions++ > 1 ? stage : stage.flatMap(item -> expansion(item, salt));
      case 3 -> stage.map(mayFail(salt)).peek(item -> {});
      case 4, 5 -> stage.cpu("cpu" + names++, resource(), this::scored, cpu());
      case 6 -> stage.cpu("cpu" + names++, failingFunction(salt), cpu());
      case 7, 8 -> {
        Calls calls = new Calls(salt, 1 + random.nextInt(4));
        yield stage.io("io" + names++, calls::promise, io(calls.attempts));
      }
      case 9 ->
          expansions++ > 1
              ? stage
              : stage.ioMany("many" + names++, item -> publisher(item, salt), io(1));
      case 10 -> {
        Calls calls = new Calls(salt, 1 + random.nextInt(4));
        UnaryOption io = io(calls.attempts);
        yield stage.coroutine(
            "co" + names++,
            calls::call,
            co -> {
              IoOptions options = io.apply(IoOptions.defaults());
              return io.ordered
                  ? co.concurrency(options.policy().concurrency())
                      .reorderWindow(options.policy().window())
                      .retry(options.policy().retry())
                      .onError(options.policy().onError())
                  : co.concurrency(options.policy().concurrency())
                      .unordered()
                      .retry(options.policy().retry())
                      .onError(options.policy().onError());
            });
      }
      case 11 -> aggregate(stage);
      case 12 -> stage.scan(() -> new Item(-1, salt), (sum, item) -> sum(sum, item));
      case 13, 14 -> stage.batch(1 + random.nextInt(7), NEVER).flatMap(list -> listed(list, salt));
      case 15 -> {
        early = true;
        yield stage.take(random.nextInt(200));
      }
      case 16 -> stage.skip(random.nextInt(20));
      case 17 -> {
        early = true;
        yield stage.takeWhile(item -> !hit(item, salt, 60));
      }
      default -> stage.reduce((a, b) -> new Item(-1, (salt & 1) == 0 ? a.value() : b.value()));
    };
  }

  private Stage<Item> aggregate(Stage<Item> stage) {
    if (ordered && !severalLanes && random.nextBoolean()) {
      return stage.aggregate(
          Aggregator.ordered(
              () -> new StringBuilder(),
              (text, item) -> text.append(item.value()).append(','),
              (a, b) -> a.append(b),
              text -> new Item(-1, text.toString().hashCode())));
    }
    return stage.aggregate(
        Aggregator.of(
            () -> new long[1],
            (sum, item) -> sum[0] += item.value(),
            (a, b) -> {
              a[0] += b[0];
              return a;
            },
            sum -> new Item(-1, sum[0])));
  }

  // Functions of items.

  private static boolean hit(Item item, int salt, int one) {
    long mixed = (item.value() + salt) * 0x9E3779B97F4A7C15L;
    return Long.remainderUnsigned(mixed ^ (mixed >>> 29), one) == 0;
  }

  private static Item changed(Item item, int salt) {
    return item.with(item.value() * 31 + salt);
  }

  private Item scored(Integer factor, Item item) {
    return item.with(item.value() * factor);
  }

  private Resource<Integer> resource() {
    int factor = 1 + random.nextInt(9);
    return Resource.of(() -> factor, opened -> {});
  }

  private static Item sum(Item state, Item item) {
    return new Item(item.lane(), state.value() + item.value());
  }

  private static List<Item> expansion(Item item, int salt) {
    int size = hit(item, salt, 1_499) ? 5_000 : hit(item, salt, 29) ? 40 : (int) (item.value() & 1);
    return LongStream.range(0, size).mapToObj(i -> item.with(item.value() * 7 + i)).toList();
  }

  /** A list of a batch, back as items: one that proves what was in it, or many. */
  private static List<Item> listed(List<Item> list, int salt) {
    long sum = 0;
    for (Item item : list) {
      sum = sum * 31 + item.value();
    }
    Item first = list.get(0).with(sum);
    return salt % 5 == 0 ? expansion(first, salt) : List.of(first);
  }

  private dev.leat.pipeline.CheckedFunction<Item, Item> mayFail(int salt) {
    return failing ? failingFunction(salt) : item -> changed(item, salt);
  }

  private dev.leat.pipeline.CheckedFunction<Item, Item> failingFunction(int salt) {
    return item -> {
      if (hit(item, salt, 83)) {
        throw new java.io.IOException("oops " + item.value());
      }
      if (hit(item, salt, 89)) {
        return nothing();
      }
      return changed(item, salt);
    };
  }

  @SuppressWarnings("NullAway") // a function that breaks the contract is what is tested
  private static Item nothing() {
    return null;
  }

  /** Functions that wait, and fail in their first attempts for some items. */
  private static final class Calls {

    private final Map<Item, Integer> tried = Collections.synchronizedMap(new IdentityHashMap<>());
    private final int salt;
    private final int attempts;

    Calls(int salt, int attempts) {
      this.salt = salt;
      this.attempts = attempts;
    }

    Item call(Item item) throws Exception {
      int before = tried.merge(item, 1, Integer::sum) - 1;
      int bad = hit(item, salt, 41) ? 9 : hit(item, salt, 7) ? 1 : 0;
      if (before < bad) {
        throw new java.io.IOException("attempt " + before + " of " + item.value());
      }
      if (hit(item, salt, 31)) {
        ItemFunctions.dawdle();
      }
      return changed(item, salt);
    }

    CompletableFuture<Item> promise(Item item) throws Exception {
      if (hit(item, salt, 5)) {
        return CompletableFuture.completedFuture(call(item));
      }
      Executor later =
          hit(item, salt, 11)
              ? CompletableFuture.delayedExecutor(100, TimeUnit.MICROSECONDS)
              : ForkJoinPool.commonPool();
      return CompletableFuture.supplyAsync(
          () -> {
            try {
              return call(item);
            } catch (Exception e) {
              throw new java.util.concurrent.CompletionException(e);
            }
          },
          later);
    }
  }

  private static Publisher<Item> publisher(Item item, int salt) {
    Flux<Item> results = Flux.fromIterable(expansion(item, salt));
    if (hit(item, salt, 61)) {
      results = results.concatWith(Flux.error(new java.io.IOException("broken " + item.value())));
    }
    return hit(item, salt, 3) ? results.publishOn(Schedulers.parallel()) : results;
  }

  // Options.

  /** Options that tell whether they keep the order. */
  private record UnaryOption(boolean ordered, Function<IoOptions, IoOptions> change)
      implements java.util.function.UnaryOperator<IoOptions> {

    @Override
    public IoOptions apply(IoOptions options) {
      return change.apply(options);
    }
  }

  private UnaryOption io(int attempts) {
    int concurrency = List.of(1, 2, 7, 256).get(random.nextInt(4));
    int window = concurrency * (1 + random.nextInt(3));
    OnError onError = onError();
    boolean inOrder = ordered || random.nextBoolean();
    Retry retry =
        random.nextBoolean()
            ? Retry.immediately(attempts)
            : Retry.backoff(attempts, Duration.ofNanos(20_000));
    return new UnaryOption(
        inOrder,
        io -> {
          IoOptions options =
              io.concurrency(concurrency).reorderWindow(window).retry(retry).onError(onError);
          return inOrder ? options : options.unordered();
        });
  }

  private java.util.function.UnaryOperator<CpuOptions> cpu() {
    OnError onError = onError();
    boolean inOrder = ordered || random.nextBoolean();
    int parallelism = random.nextInt(4);
    return cpu -> {
      CpuOptions options = cpu.onError(onError);
      options = parallelism == 0 ? options : options.parallelism(parallelism);
      return inOrder ? options : options.unordered();
    };
  }

  private OnError onError() {
    if (failing && random.nextInt(3) == 0) {
      return OnError.fail();
    }
    return switch (random.nextInt(3)) {
      case 0 -> OnError.skip();
      case 1 -> {
        if (letters.isEmpty() || random.nextBoolean()) {
          letters.add(new ProbeSink<>("letters", sinkAction, new ConcurrentLinkedQueue<>()));
        }
        yield OnError.deadLetters(letters.get(letters.size() - 1));
      }
      default -> {
        letters.add(new ProbeSink<>("letters", sinkAction, new ConcurrentLinkedQueue<>()));
        yield OnError.deadLetters(letters.get(letters.size() - 1));
      }
    };
  }

  /** Makes scripts for lanes. */
  private final class SourceScripts {

    ScriptedSource next() {
      ScriptedSource made = new ScriptedSource();
      int lanes = severalLanes ? 2 + random.nextInt(2) : random.nextInt(20) == 0 ? 0 : 1;
      made.onError(failing && random.nextInt(4) == 0 ? OnError.fail() : onError());
      int blocks = List.of(0, 1, 3, 3, 12).get(random.nextInt(5));
      for (int lane = 0; lane < lanes; lane++) {
        made.lane(script(lane, blocks));
      }
      return made;
    }

    private Script script(int lane, int blocks) {
      List<List<Entry>> all = new ArrayList<>();
      long position = 0;
      for (int i = 0; i < blocks; i++) {
        position = ScriptedSource.BLOCK * i;
        List<Entry> entries = new ArrayList<>();
        int size = List.of(0, 1, 2, 20, 60).get(random.nextInt(5));
        int gap = 1 + random.nextInt(3);
        for (int j = 0; j < size; j++) {
          entries.add(entry(lane, position));
          position += 1 + random.nextInt(gap);
        }
        all.add(List.copyOf(entries));
      }
      boolean broken = failing && random.nextInt(4) == 0;
      return new Script(List.copyOf(all), broken ? "lane " + lane + " broke" : null);
    }

    private Entry entry(int lane, long position) {
      if (random.nextInt(150) == 0) {
        return new Entry.Rejected(position, "text " + position);
      }
      if (failing && random.nextInt(900) == 0) {
        return new Entry.Broken("block broke at " + position);
      }
      return new Entry.Element(position, new Item(lane, lane * 1_000_000L + position));
    }
  }
}
