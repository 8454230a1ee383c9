package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.graph.StageFunction;
import java.io.InvalidClassException;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FunctionTransportTest {

  /** Captured by functions of these tests. */
  static final class Captured implements Serializable {

    private static final long serialVersionUID = 1L;
  }

  @Test
  void shouldCarryAFunctionWithWhatItCaptures() throws Exception {
    int captured = 5;
    FunctionTransport.Packed packed =
        FunctionTransport.pack(Pools.plain((Integer n) -> n + captured));

    StageFunction function = FunctionTransport.unpack(packed);

    assertThat(((StageFunction.Plain) function).function().apply(1)).isEqualTo(6);
  }

  /** A function with an argument of its own. */
  record Times(int factor) implements CheckedFunction<Integer, Integer> {

    @Override
    public Integer apply(Integer n) {
      return n * factor;
    }
  }

  @Test
  void shouldCarryAFunctionThatIsAClassWithArguments() throws Exception {
    assertThat(
            Pools.results(
                Pools.jvm(Pools.policy(1), Pools.plain(new Times(3))), 2, Pools.numbers(3)))
        .containsExactly(0, 3, 6);
  }

  @Test
  void shouldRejectEveryClassThatWasNotAnnounced() throws Exception {
    Captured captured = new Captured();
    FunctionTransport.Packed packed =
        FunctionTransport.pack(Pools.plain((Integer n) -> captured.hashCode() + n));
    Set<String> fewer = new HashSet<>(packed.classes());
    assertThat(fewer.remove(Captured.class.getName())).isTrue();

    assertThatThrownBy(() ->
            FunctionTransport.unpack(new FunctionTransport.Packed(false, packed.bytes(), fewer)))
        .isInstanceOf(InvalidClassException.class)
        .hasMessageContaining("REJECTED");
  }
}
