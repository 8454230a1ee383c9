package dev.leat.samples.tcpingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.samples.Stop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PatientDiskTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final AtomicInteger attempts = new AtomicInteger();

  private Disk disk(DiskFull full) {
    return new PatientDisk(full, new Stop(), new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  private String fullTwice() throws IOException {
    if (attempts.getAndIncrement() < 2) {
      throw new IOException("No space left on device");
    }
    return "written";
  }

  @Test
  void shouldTryAgainUntilThereIsRoomAndSaySoOnce() throws IOException {
    String result = disk(DiskFull.HOLD).write(this::fullTwice);

    assertThat(result).isEqualTo("written");
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "leat: No space left on device: the peers are held back until there is room",
            "leat: there is room on the disk again");
  }

  @Test
  void shouldFailAtOnceIfThatIsWanted() {
    assertThatThrownBy(() -> disk(DiskFull.FAIL).write(this::fullTwice))
        .hasMessage("No space left on device; make room, or use --disk-full hold to wait for it");
    assertThat(attempts).hasValue(1);
  }

  @Test
  void shouldNotWaitForWhatIsNoLackOfRoom() {
    assertThatThrownBy(() ->
            disk(DiskFull.HOLD)
                .write(() -> {
                  attempts.incrementAndGet();
                  throw new IOException("Input/output error");
                }))
        .hasMessage("Input/output error");
    assertThat(attempts).hasValue(1);
  }
}
