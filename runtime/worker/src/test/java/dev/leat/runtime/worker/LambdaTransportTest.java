package dev.leat.runtime.worker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.CheckedFunction;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LambdaTransportTest {

  private static Object carried(CheckedFunction<String, ?> function, String element)
      throws Exception {
    byte[] packed = requireNonNull(LambdaTransport.pack(function));
    @SuppressWarnings("unchecked") // it is the same function
    CheckedFunction<String, ?> made = (CheckedFunction<String, ?>) LambdaTransport.unpack(packed);
    return made.apply(element);
  }

  @Test
  void shouldCarryALambdaThatCapturesNothing() throws Exception {
    assertThat(carried(text -> text.length(), "four")).isEqualTo(4);
  }

  @Test
  void shouldCarryAMethodReference() throws Exception {
    assertThat(carried(String::strip, " a ")).isEqualTo("a");
  }

  @Test
  void shouldCarryWhatIsCapturedInItsOwnType() throws Exception {
    String text = "t";
    byte b = 1;
    short s = 2;
    int i = 3;
    long l = 4;
    float f = 5;
    double d = 6;
    boolean z = true;
    char c = 'c';
    Integer boxed = 7;
    String nothing = System.getProperty("leat.no.such.property");

    assertThat(carried(n -> List.of(n, text, b, s, i, l, f, d, z, c, boxed, nothing == null), "n"))
        .isEqualTo(List.of("n", text, b, s, i, l, f, d, z, c, boxed, true));
  }

  @Test
  void shouldCarryALambdaThatIsCapturedByAnother() throws Exception {
    CheckedFunction<String, String> inner = text -> text + "!";

    assertThat(carried(text -> inner.apply(inner.apply(text)), "a")).isEqualTo("a!!");
  }

  @Test
  void shouldLeaveAnyOtherObjectToSerialization() {
    List<String> captured = List.of("a");
    record Named(String name) implements CheckedFunction<String, String>, Serializable {

      @Override
      public String apply(String text) {
        return name + text;
      }
    }
    CheckedFunction<String, Boolean> holdsAList = captured::contains;

    assertThat(LambdaTransport.pack(holdsAList)).isNull();
    assertThat(LambdaTransport.pack(new Named("a"))).isNull();
  }

  @Test
  void shouldRefuseAFunctionThatItsClassDoesNotHave() {
    CheckedFunction<String, String> function = text -> text + "?";
    byte[] packed = requireNonNull(LambdaTransport.pack(function));
    byte[] other =
        new String(packed, StandardCharsets.ISO_8859_1)
            .replace("lambda$should", "lambda$SHOULD")
            .getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> LambdaTransport.unpack(other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(LambdaTransportTest.class.getName() + " cannot make its function")
        .hasMessageContaining("lambda$SHOULD");
  }
}
