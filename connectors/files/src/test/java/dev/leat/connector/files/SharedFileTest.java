package dev.leat.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SharedFileTest {

  private final SharedFile file =
      new SharedFile(new InputFile(Path.of("a.log"), "a.log", 1_000, Compression.NONE, 0));

  @Test
  void shouldUseABufferAgainAlsoWhenASmallerOneCameBackAfterIt() {
    byte[] block = file.buffer(100);
    byte[] endOfLongLine = new byte[10];
    file.recycle(block);
    file.recycle(endOfLongLine);

    assertThat(file.buffer(100)).isSameAs(block);
    assertThat(file.buffer(100)).isNotSameAs(block).hasSize(100);
  }

  @Test
  void shouldKeepNoBuffersWhenItIsClosed() throws Exception {
    byte[] before = file.buffer(100);
    byte[] after = file.buffer(100);
    file.recycle(before);
    file.close();
    file.recycle(after);

    assertThat(file.buffer(100)).isNotSameAs(before).isNotSameAs(after);
  }
}
