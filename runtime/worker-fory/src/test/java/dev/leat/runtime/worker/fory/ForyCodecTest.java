package dev.leat.runtime.worker.fory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.StageException;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ForyCodecTest {

  /** Something that is no record: with a subclass, a list, and a way back to itself. */
  static class Order {

    final String name;
    final List<Item> items = new ArrayList<>();

    Order(String name, int count) {
      this.name = name;
      for (int i = 0; i < count; i++) {
        items.add(new Item(this, i));
      }
    }

    static Order larger(Order order) {
      return new Order(order.name + "!", order.items.size() + 1);
    }
  }

  /** Knows what it belongs to. */
  static final class Item {

    final Order order;
    final int number;

    Item(Order order, int number) {
      this.order = order;
      this.number = number;
    }
  }

  /** Not named in the codec. */
  static final class Stranger {}

  /** Found as a service. */
  public static final class OrderCodec extends ForyCodec<Order> {

    public OrderCodec() {
      super(Order.class, Item.class);
    }
  }

  /** Holds what it cannot know. */
  static final class Box {

    final Object content;

    Box(Object content) {
      this.content = content;
    }

    static Box same(Box box) {
      return box;
    }
  }

  /** Found as a service. */
  public static final class BoxCodec extends ForyCodec<Box> {

    public BoxCodec() {
      super(Box.class);
    }
  }

  @Test
  void shouldLetAClassTravelToAWorkerAndBack() {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      List<Order> orders =
          runtime.collect(
              Pipeline.named("orders")
                  .from(Sources.of(new Order("a", 2), new Order("b", 0)))
                  .cpu("larger", Order::larger, cpu -> cpu.forked(1)));

      assertThat(orders).extracting(order -> order.name).containsExactly("a!", "b!");
      assertThat(orders.getFirst().items)
          .hasSize(3)
          .allMatch(item -> item.order.equals(orders.getFirst()))
          .extracting(item -> item.number)
          .containsExactly(0, 1, 2);
    }
  }

  @Test
  void shouldRefuseAClassThatIsNotNamed() {
    try (LocalRuntime runtime = LocalRuntime.create()) {
      assertThatThrownBy(() ->
              runtime.collect(
                  Pipeline.named("boxes")
                      .from(Sources.of(new Box("text"), new Box(new Stranger())))
                      .cpu("same", Box::same, cpu -> cpu.forked(1))))
          .isInstanceOf(StageException.class)
          .hasMessageContaining("Stranger")
          .hasMessageContaining("has to be named in the constructor of")
          .hasMessageContaining("BoxCodec");
    }
  }
}
