package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.pipeline.WorkerException.Reason;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkerOutputTest {

  private static List<String> tail(String printed) {
    WorkerOutput output =
        new WorkerOutput(
            "test", new ByteArrayInputStream(printed.getBytes(StandardCharsets.UTF_8)));
    output.run();
    return output.tail();
  }

  private static String failure(List<String> printed) {
    return new Ending(Reason.DIED, true, false, "ended", 1, null, 0, null, printed)
        .failureOfElement();
  }

  @Test
  void shouldTellWhatAJvmHasCrashedWith() {
    String report =
        """
        ready
        #
        # A fatal error has been detected by the Java Runtime Environment:
        #
        #  SIGSEGV (0xb) at pc=0x00007f4de9a3632d, pid=10250, tid=10251
        #
        # JRE version: OpenJDK
        # Problematic frame:
        # V  [libjvm.so+0x123632d]  Unsafe_PutLong+0xad
        #
        # CreateCoredumpOnCrash turned off, no core file dumped
        %s
        END.
        #
        # If you would like to submit a bug report, please visit:
        #   https://example.com/issues
        #
        """
            .formatted("register\n".repeat(100));

    assertThat(failure(tail(report)))
        .isEqualTo(
            "its worker: ended; it printed last: SIGSEGV (0xb) at pc=0x00007f4de9a3632d,"
                + " pid=10250, tid=10251 in V  [libjvm.so+0x123632d]  Unsafe_PutLong+0xad");
  }

  @Test
  void shouldTellTheLastLineThatSaysSomething() {
    assertThat(failure(tail("first\nno memory left\n#\n---\n"))).endsWith(": no memory left");
    assertThat(failure(tail("#\n"))).endsWith(": #");
    assertThat(failure(tail(""))).isEqualTo("its worker: ended");
  }

  @Test
  void shouldKeepTheLastLines() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      lines.append("line ").append(i).append('\n');
    }

    assertThat(tail(lines.toString())).hasSize(20).startsWith("line 80").endsWith("line 99");
  }
}
