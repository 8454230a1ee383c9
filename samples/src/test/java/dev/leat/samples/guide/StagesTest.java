package dev.leat.samples.guide;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Resource;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** The code of docs/guide/stages.md. */
class StagesTest {

  private final PipelineRuntime runtime = LocalRuntime.create();
  private final Rates rates = new Rates();
  private final Database database = new Database();

  @AfterEach
  void close() {
    runtime.close();
  }

  record Order(String customer, int amount, double price) {

    static Order parse(String text) {
      String[] parts = text.split(" ", -1);
      return new Order(parts[0], Integer.parseInt(parts[1]), 0);
    }

    Order at(double rate) {
      return new Order(customer, amount, amount * rate);
    }
  }

  /** A client whose calls return at once. */
  static final class Rates implements AutoCloseable {

    CompletionStage<Double> of(String customer) {
      return completedFuture(customer.equals("ada") ? 0.5 : 2.0);
    }

    Flux<String> offers(String customer) {
      return Flux.just("basic", "pro").map(offer -> customer + ":" + offer);
    }

    @Override
    public void close() {}
  }

  /** A client whose calls block until they have an answer. */
  static final class Database {

    Order store(Order order) {
      return order;
    }
  }

  private static Stage<Order> orders() {
    return Pipeline.named("orders").from(Sources.of("ada 4", "grace 3", "ada 1")).map(Order::parse);
  }

  @Test
  void shouldDeclareWhatEachStageDoes() {
    // guide
    Stage<Order> stored =
        Pipeline.named("orders")
            .from(Sources.of("ada 4", "grace 3", "ada 1"))
            .cpu("parse", Order::parse)
            .filter(order -> order.amount() > 1)
            .io("price", order -> rates.of(order.customer()).thenApply(order::at))
            .coroutine("store", database::store);
    // end

    assertThat(runtime.collect(stored))
        .containsExactly(new Order("ada", 4, 2), new Order("grace", 3, 6));
  }

  @Test
  void shouldTakeOptions() {
    Stage<String> lines = Pipeline.named("orders").from(Sources.of("ada 4"));
    // guide
    Stage<Order> stored =
        lines
            .cpu("parse", Order::parse, cpu -> cpu.parallelism(2))
            .io(
                "price",
                order -> rates.of(order.customer()).thenApply(order::at),
                io -> io.concurrency(64).timeout(ofSeconds(2)))
            .coroutine("store", database::store, co -> co.concurrency(8).unordered());
    // end

    assertThat(runtime.collect(stored)).containsExactly(new Order("ada", 4, 2));
  }

  @Test
  void shouldEmitManyResultsForOneElement() {
    // guide
    Stage<String> offers = orders().ioMany("offers", order -> rates.offers(order.customer()));
    // end

    assertThat(runtime.collect(offers)).startsWith("ada:basic", "ada:pro", "grace:basic");
  }

  @Test
  void shouldCarryStateFromElementToElement() {
    // guide
    Stage<Integer> totals =
        orders().map(Order::amount).scan(() -> 0, (total, amount) -> total + amount); // 4, 7, 8

    Stage<List<Integer>> groups = orders().map(Order::amount).batch(2, ofMillis(100));
    // end

    assertThat(runtime.collect(totals)).containsExactly(4, 7, 8);
    assertThat(runtime.collect(groups)).containsExactly(List.of(4, 3), List.of(1));
  }

  // guide
  static Stage<Order> large(Stage<Order> orders) {
    return orders.filter(order -> order.amount() > 2).peek(order -> System.out.println(order));
  }

  // end

  @Test
  void shouldReuseAPiece() {
    // guide
    Stage<Order> large = orders().via(StagesTest::large);
    // end

    assertThat(runtime.collect(large)).hasSize(2);
  }

  @Test
  void shouldSendEverythingToSeveralBranches() {
    ConcurrentLinkedQueue<Object> archive = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Object> report = new ConcurrentLinkedQueue<>();
    // guide
    Pipeline both =
        orders()
            .broadcast(
                all -> all.map(Order::customer).to("archive", Sinks.each(archive::add)),
                all -> all.aggregate(Aggregators.count()).to("report", Sinks.each(report::add)));
    // end
    runtime.run(both);

    assertThat(archive).containsExactly("ada", "grace", "ada");
    assertThat(report).containsExactly(3L);
  }

  @Test
  void shouldOpenAResourceOncePerJob() {
    // guide
    Resource<Rates> client = Resource.of(Rates::new, Rates::close);

    Stage<Order> priced =
        orders()
            .io("price", client, (rates, order) -> rates.of(order.customer()).thenApply(order::at));
    // end

    assertThat(runtime.collect(priced)).hasSize(3);
  }
}
