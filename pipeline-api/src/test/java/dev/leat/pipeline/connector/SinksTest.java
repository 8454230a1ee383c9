package dev.leat.pipeline.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinksTest {

  @Test
  void shouldCallTheActionInOrder() throws Exception {
    List<String> seen = new ArrayList<>();
    SinkWriter<String> writer = Sinks.<String>each(seen::add).open(ReadBlocks.CONTEXT);

    writer.write(List.of("a", "b"));
    writer.write(List.of("c"));
    writer.flush();
    writer.commit();
    writer.close();

    assertThat(seen).containsExactly("a", "b", "c");
  }

  @Test
  void shouldFailWithTheExceptionOfTheAction() throws Exception {
    Sink<String> sink =
        Sinks.each(element -> {
          throw new IOException("full at " + element);
        });

    assertThatThrownBy(() -> sink.open(ReadBlocks.CONTEXT).write(List.of("a", "b")))
        .isInstanceOf(IOException.class)
        .hasMessage("full at a");
  }

  @Test
  void shouldDiscard() throws Exception {
    Sinks.discard().open(ReadBlocks.CONTEXT).write(List.of("a"));

    assertThat(Sinks.discard().describe()).isEqualTo("discard");
  }

  @Test
  void shouldNameTheServiceThatARuntimeDoesNotOffer() {
    assertThat(ReadBlocks.CONTEXT.require(String.class)).isEqualTo("lent");
    assertThatThrownBy(() -> ReadBlocks.CONTEXT.require(Integer.class))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stage 's' needs java.lang.Integer, which this runtime does not offer");
  }
}
