package dev.leat.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.Emission;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/keys.md. */
class KeysTest {

  private final PipelineRuntime runtime = LocalRuntime.create();

  private final Stage<Order> orders =
      Pipeline.named("orders")
          .from(
              Sources.of(
                  new Order("ann", 100),
                  new Order("bob", 50),
                  new Order("ann", 20),
                  new Order("ann", 3)));

  record Order(String customer, long cents) {}

  /** Answers the first order last. */
  static final class Shop {

    private final CompletableFuture<String> first = new CompletableFuture<>();

    CompletionStage<String> receipt(Order order) {
      if (order.cents() == 100) {
        return first;
      }
      if (order.cents() == 3) {
        first.complete("receipt of 100");
      }
      return CompletableFuture.completedFuture("receipt of " + order.cents());
    }
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void shouldAggregateEachKey() {
    // guide
    Stage<String> totals =
        orders.byKey(
            Order::customer,
            lane -> lane.aggregate(Aggregators.sumLong(Order::cents)),
            (customer, cents) -> customer + " " + cents);
    // end

    assertThat(runtime.collect(totals)).containsExactlyInAnyOrder("ann 123", "bob 50");
  }

  @Test
  void shouldTakeTheFirstTwoOfEachKey() {
    // guide
    Stage<Order> firstTwoOfEach = orders.byKey(Order::customer, lane -> lane.take(2));
    // end

    assertThat(runtime.collect(firstTwoOfEach).stream().map(Order::cents))
        .containsExactly(100L, 50L, 20L);
  }

  @Test
  void shouldForgetKeysThatWereNotSeenForLong() {
    // guide
    Stage<String> perVisit =
        orders.byKey(
            Order::customer,
            lane -> lane.aggregate(Aggregators.count()),
            (customer, count) -> customer + " " + count,
            keys -> keys.maxKeys(100_000).expireAfter(Duration.ofMinutes(30)));
    // end

    assertThat(runtime.collect(perVisit)).containsExactlyInAnyOrder("ann 3", "bob 1");
  }

  @Test
  void shouldEmitWhenItSays() {
    // guide
    Stage<Long> everyThousand = orders.aggregate(Aggregators.count(), Emission.every(1_000));

    Stage<Long> everySecond =
        orders.aggregate(Aggregators.count(), Emission.every(Duration.ofSeconds(1)));
    // end

    assertThat(runtime.collect(everyThousand)).containsExactly(4L);
    assertThat(runtime.collect(everySecond)).isEqualTo(List.of(4L));
  }

  @Test
  void shouldHoldUpOnlyItsOwnKey() {
    Shop shop = new Shop();
    // guide
    Stage<String> receipts =
        orders.io("receipt", shop::receipt, io -> io.orderedBy(Order::customer));
    // end

    assertThat(runtime.collect(receipts))
        .containsExactly("receipt of 50", "receipt of 100", "receipt of 20", "receipt of 3");
  }
}
