package dev.leat.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.bytes.Line;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LogGeneratorTest {

  @Test
  void shouldMakeTheSameLinesOnEveryMachine() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    LogGenerator generator = new LogGenerator();
    for (int i = 0; i < 20_000; i++) {
      digest.update((next(generator) + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("3d19780a77914218548e95f4170e1ac4ec4d7d7fd99f4087d2d67e97175d4e33");
  }

  @Test
  void shouldMakeOneServerErrorInEachThousandLines() throws Exception {
    LogGenerator generator = new LogGenerator();
    for (int thousand = 0; thousand < 50; thousand++) {
      int errors = 0;
      for (int i = 0; i < 1_000; i++) {
        errors += LogEntry.parse(Line.of(next(generator))).isServerError() ? 1 : 0;
      }

      assertThat(errors).as("errors in thousand %d", thousand).isOne();
    }
  }

  @Test
  void shouldMakeClientsOfKnownAndUnknownNetworks() throws Exception {
    LogGenerator generator = new LogGenerator();
    int known = 0;
    for (int i = 0; i < 1_000; i++) {
      Optional<String> network = Networks.of(LogEntry.parse(Line.of(next(generator))).address());
      known += network.isPresent() ? 1 : 0;
    }

    assertThat(known).isBetween(700, 950);
  }

  private static String next(LogGenerator generator) {
    StringBuilder line = new StringBuilder();
    generator.next(line);
    return line.toString();
  }
}
