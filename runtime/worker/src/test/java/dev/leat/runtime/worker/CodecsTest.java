package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

class CodecsTest {

  private static final ClassLoader LOADER = CodecsTest.class.getClassLoader();

  @Test
  void shouldTakeTheCodecsThatAnotherProcessHasFound() {
    List<String> found = new Codecs(LOADER).found();

    Codecs told = new Codecs(LOADER, found);

    assertThat(found).containsExactly(ValueCodecTest.MoneyCodec.class.getName());
    assertThat(told.codec(ValueCodecTest.Money.class))
        .isInstanceOf(ValueCodecTest.MoneyCodec.class);
  }

  @Test
  void shouldLookForNoneWhenNoneWasFound() {
    assertThat(new Codecs(LOADER, List.of()).codec(ValueCodecTest.Money.class)).isNull();
  }

  @Test
  void shouldSayWhichCodecIsNotHere() {
    assertThatThrownBy(() -> new Codecs(LOADER, List.of("com.example.NotHere")))
        .isInstanceOf(ServiceConfigurationError.class)
        .hasMessageContaining("ValueCodec: Provider com.example.NotHere not found");
  }

  @Test
  void shouldSayWhichCodecCannotBeMade() {
    assertThatThrownBy(() -> new Codecs(LOADER, List.of(CodecsTest.class.getName())))
        .isInstanceOf(ServiceConfigurationError.class)
        .hasMessageContaining(
            "ValueCodec: Provider %s could not be instantiated", CodecsTest.class.getName());
  }
}
