package dev.leat.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineDefinitionException;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sink;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/shapes.md. */
class ShapesTest {

  // guide
  Stage<Order> shop =
      Pipeline.named("orders").from(Sources.of(new Order("ada", 4), new Order("grace", 300)));

  Stage<Order> web =
      Pipeline.named("orders").from(Sources.of(new Order("ada", 4), new Order("alan", 7)));
  // end

  private final PipelineRuntime runtime = LocalRuntime.create();
  private final Screen screen = new Screen();
  private final List<Order> reviewed = Collections.synchronizedList(new ArrayList<>());
  private final List<Order> expressed = Collections.synchronizedList(new ArrayList<>());
  private final List<Order> archived = Collections.synchronizedList(new ArrayList<>());
  private final Sink<Order> review = Sinks.each(reviewed::add);
  private final Sink<Order> express = Sinks.each(expressed::add);
  private final Sink<Order> archive = Sinks.each(archived::add);

  record Order(String customer, int amount) {

    boolean large() {
      return amount >= 100;
    }

    Order halved() {
      return new Order(customer, amount / 2);
    }

    Order checked() {
      return this;
    }
  }

  private static final class Screen {

    private final List<Order> shown = Collections.synchronizedList(new ArrayList<>());

    Order show(Order order) {
      shown.add(order);
      return order;
    }
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  @Test
  void shouldMergeAndConcat() {
    // guide
    Stage<Order> all = Pipeline.merge(shop, web);

    Stage<Order> shopFirst = Pipeline.concat(shop, web);
    // end

    assertThat(runtime.collect(all).stream().map(Order::customer))
        .containsExactlyInAnyOrder("ada", "grace", "ada", "alan");
    assertThat(runtime.collect(shopFirst).stream().map(Order::customer))
        .containsExactly("ada", "grace", "ada", "alan");
  }

  @Test
  void shouldRefuseAConcatOfBranches() {
    // guide
    Stage<Order> twice = Pipeline.concat(shop.filter(Order::large), shop.map(Order::halved));
    // end

    assertThatThrownBy(() -> runtime.collect(twice))
        .isInstanceOf(PipelineDefinitionException.class)
        .hasMessageContaining("filter@ShapesTest.java")
        .hasMessageContaining("map@ShapesTest.java")
        .hasMessageContaining("use merge");
  }

  @Test
  void shouldRouteEachOrderToOneBranch() {
    // guide
    Pipeline sorted =
        Pipeline.merge(shop, web)
            .route(orders ->
                orders
                    .when(Order::large, large -> large.cpu("check", Order::checked).to(review))
                    .when(order -> order.amount() > 5, some -> some.to(express))
                    .otherwise(rest -> rest.to(archive)));
    // end

    runtime.run(sorted);

    assertThat(reviewed).containsExactly(new Order("grace", 300));
    assertThat(expressed).containsExactly(new Order("alan", 7));
    assertThat(archived).containsExactly(new Order("ada", 4), new Order("ada", 4));
  }

  @Test
  void shouldRunSeveralEndsAsOneJob() {
    List<Long> counts = Collections.synchronizedList(new ArrayList<>());
    List<Double> known = Collections.synchronizedList(new ArrayList<>());
    Sink<Long> count = Sinks.each(counts::add);
    Sink<Double> prices = Sinks.each(known::add);
    // guide
    Stage<Order> orders = Pipeline.merge(shop, web);

    Pipeline job =
        Pipeline.of(
            "orders",
            orders.to(archive),
            orders.aggregate(Aggregators.count()).to(count),
            Pipeline.named("prices").from(Sources.of(1.5, 2.5)).to(prices));
    // end

    runtime.run(job);

    assertThat(archived).hasSize(4);
    assertThat(counts).containsExactly(4L);
    assertThat(known).containsExactly(1.5, 2.5);
  }

  @Test
  void shouldLeaveOutWhatWasThereBefore() {
    // guide
    Stage<Order> once = Pipeline.merge(shop, web).distinct();

    Stage<Order> oneOfEach =
        Pipeline.merge(shop, web)
            .distinct(
                Order::customer, keys -> keys.maxKeys(100_000).expireAfter(Duration.ofMinutes(10)));
    // end

    assertThat(runtime.collect(once)).hasSize(3).doesNotHaveDuplicates();
    assertThat(runtime.collect(oneOfEach)).hasSize(3);
  }

  @Test
  void shouldLetAllPassAtTheirTime() {
    // guide
    Stage<Order> gently = shop.throttle(100, Duration.ofSeconds(1));
    // end

    assertThat(runtime.collect(gently)).hasSize(2);
  }

  @Test
  void shouldShowTheLatest() {
    // guide
    Stage<Order> latest = web.conflate().coroutine("show", screen::show);
    // end

    assertThat(runtime.collect(latest)).endsWith(new Order("alan", 7));
    assertThat(screen.shown).endsWith(new Order("alan", 7));
  }
}
