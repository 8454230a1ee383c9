package dev.leat.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.DeadLetter;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.OnError;
import dev.leat.pipeline.Pipeline;
import dev.leat.runtime.ScriptedSource.Entry;
import dev.leat.runtime.ScriptedSource.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a job does does not depend on whether blocks are divided among workers. */
@Timeout(60)
@Tag("waits") // stages hold their workers, so that a block is divided at a moment that is known
class DividedBlockPropertyTest {

  private final AtomicInteger whole = new AtomicInteger();
  private final AtomicInteger divided = new AtomicInteger();

  @Test
  void shouldDoTheSameWhetherABlockIsDividedOrNot() {
    long first = new Random().nextLong();
    for (long seed = first; seed < first + 80; seed++) {
      Case random = new Case(seed);
      Outcome expected = random.run(LocalRuntime.builder().inline(seed));
      Outcome actual = random.run(random.sizes(LocalRuntime.builder()));

      assertThat(actual.failure).as("seed %d", seed).isEqualTo(expected.failure);
      assertThat(actual.acknowledged).as("seed %d", seed).isEqualTo(expected.acknowledged);
      boolean all = expected.failure.isEmpty() || expected.lists.size() == 1;
      for (int i = 0; i < expected.lists.size(); i++) {
        compare(seed, all, actual.lists.get(i), expected.lists.get(i));
      }
    }
    assertThat(whole.get()).as("elements of undivided blocks").isPositive();
    assertThat(divided.get()).as("elements of divided blocks").isPositive();
  }

  /** When a job fails, one of several sinks may not have received everything before the failure. */
  private static void compare(long seed, boolean all, List<?> actual, List<?> expected) {
    int length = all ? expected.size() : Math.min(actual.size(), expected.size());
    assertThat(all ? actual : actual.subList(0, length))
        .as("seed %d", seed)
        .isEqualTo(expected.subList(0, length));
  }

  /**
   * What a run did.
   *
   * @param lists what each sink received
   * @param acknowledged how far everything was delivered; 0 if the job failed
   */
  private record Outcome(String failure, List<List<?>> lists, long acknowledged) {}

  /** A random input, and what is to be done with it. */
  private final class Case {

    private final long seed;
    private final Script script;
    private final long costly;
    private final int rejection;
    private final int exception;
    private final Random random;

    Case(long seed) {
      this.seed = seed;
      random = new Random(seed);
      costly = random.nextLong();
      rejection = random.nextInt(3);
      exception = random.nextInt(3);
      List<List<Entry>> blocks = new ArrayList<>();
      for (int block = random.nextInt(12); block >= 0; block--) {
        blocks.add(block(blocks.size() * ScriptedSource.BLOCK));
      }
      script = new Script(blocks, random.nextInt(8) == 0 ? "the lane is broken" : null);
    }

    private List<Entry> block(long from) {
      List<Entry> entries = new ArrayList<>();
      int size = random.nextInt(4) == 0 ? 0 : random.nextInt(60);
      for (long at = from; at < from + 3L * size; at += 3) {
        entries.add(
            switch (random.nextInt(40)) {
              case 0 -> new Entry.Rejected(at, "text " + at);
              case 1 -> new Entry.Element(at, new Item(-1, at));
              default -> new Entry.Element(at, new Item(0, at));
            });
      }
      if (random.nextInt(20) == 0) {
        entries.add(new Entry.Broken("the block is broken"));
      }
      return entries;
    }

    LocalRuntimeBuilder sizes(LocalRuntimeBuilder builder) {
      return builder
          .cores(2 + random.nextInt(2))
          .chunkElements(List.of(1, 7, 1_024).get(random.nextInt(3)))
          .edgeElements(List.of(5, 100, 16_384).get(random.nextInt(3)))
          .specializeAfter(List.of(0L, 5L, 50_000L).get(random.nextInt(3)));
    }

    Outcome run(LocalRuntimeBuilder builder) {
      ProbeSink<Item> results = new ProbeSink<>();
      ProbeSink<DeadLetter> rejected = new ProbeSink<>();
      ProbeSink<DeadLetter> failed = new ProbeSink<>();
      ScriptedSource source =
          new ScriptedSource().lane(script).onError(action(rejection, rejected));
      String failure = "";
      try (LocalRuntime runtime = builder.grace(Duration.ofSeconds(30)).build()) {
        runtime.run(
            Pipeline.named("p")
                .from(source)
                .cpu("cpu", this::compute, o -> o.onError(action(exception, failed)))
                .to(results));
      } catch (JobException e) {
        failure = Expectation.text(e);
      }
      assertThat(source.violations()).as("seed %d", seed).isEmpty();
      List<List<?>> lists = new ArrayList<>(List.of(results.elements()));
      if (rejection == 2) {
        lists.add(texts(rejected));
      }
      if (exception == 2) {
        lists.add(texts(failed));
      }
      return new Outcome(
          failure, lists, failure.isEmpty() ? source.lanes().get(0).acknowledged() : 0);
    }

    private OnError action(int which, ProbeSink<DeadLetter> letters) {
      return switch (which) {
        case 0 -> OnError.fail();
        case 1 -> OnError.skip();
        default -> OnError.deadLetters(letters);
      };
    }

    private Item compute(Item item) {
      if (Thread.currentThread().getName().startsWith("leat-cpu")) {
        (readsBlock() ? whole : divided).incrementAndGet();
      }
      boolean slow = (costly >> (item.value() / ScriptedSource.BLOCK) & 1) != 0;
      long until = System.nanoTime() + (slow ? 100_000 : 0);
      while (System.nanoTime() - until < 0) {
        Thread.onSpinWait();
      }
      if (item.lane() < 0) {
        throw new IllegalArgumentException("not " + item.value());
      }
      return item.with(2 * item.value());
    }

    /** Whether the function is called from within the block. */
    private static boolean readsBlock() {
      return StackWalker.getInstance()
          .walk(frames -> frames.anyMatch(frame -> frame.getClassName().endsWith("ScriptedBlock")));
    }

    private static List<String> texts(ProbeSink<DeadLetter> letters) {
      return letters.elements().stream()
          .map(letter ->
              "%s at %s: %s; %s"
                  .formatted(letter.stage(), letter.position(), letter.cause(), letter.text()))
          .toList();
    }
  }
}
