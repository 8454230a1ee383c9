package dev.leat.samples.tcpingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.samples.LeatProcess;
import dev.leat.samples.LeatProcess.Result;
import dev.leat.samples.Waiting;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample as a process of its own, with clients that behave and others. */
@Timeout(120)
class TcpIngestTest {

  @TempDir private Path folder;

  private static String object(int client, int number) {
    return "{\"client\":%d, \"n\" : %d,\"text\":\"äöü\"}".formatted(client, number);
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void shouldDeliverWhatIsCompleteWhenAskedToEnd(String signal, int exitCode) throws Exception {
    try (IngestProcess ingest = IngestProcess.start(folder);
        Socket open = ingest.connect()) {
      IngestProcess.send(open, object(1, 1) + "\r\n\n  \n" + object(1, 2) + "\n[1]\n{\"half");
      Waiting.until(() -> Files.exists(folder.resolve("out/rejected.ndjson")));
      Waiting.until(() -> ingest.written().size() == 2);

      long start = System.nanoTime();
      Result result = ingest.stop(signal);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(result.exitCode()).isEqualTo(exitCode);
      assertThat(ingest.written()).containsExactly(object(1, 1), object(1, 2));
      assertThat(ingest.rejected()).hasSize(2);
      assertThat(ingest.rejected().get(0))
          .contains("\"peer\":\"127.0.0.1:" + open.getLocalPort())
          .contains("\"reason\":\"not a JSON object\",\"text\":\"[1]\"")
          .contains("\"line\":5");
      assertThat(ingest.rejected().get(1))
          .contains("\"reason\":\"drained\",\"text\":\"{\\\"half\"");
      assertThat(result.out().lines().toList().getLast())
          .isEqualTo(
              "{\"connections\":1,\"refused\":0,\"received\":4,\"written\":2,\"rejected\":2}");
    }
  }

  @Test
  void shouldKeepTheOrderOfEachConnectionAcrossParts() throws Exception {
    int clients = 8;
    int each = 3_000;
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    try (IngestProcess ingest = IngestProcess.start(folder, "--roll-size", "50000")) {
      List<Thread> senders = new ArrayList<>();
      for (int c = 0; c < clients; c++) {
        int client = c;
        senders.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    StringBuilder text = new StringBuilder();
                    IntStream.range(0, each)
                        .forEach(i -> text.append(object(client, i)).append('\n'));
                    ingest.deliver(text.toString());
                  } catch (IOException e) {
                    failures.add(e);
                  }
                }));
      }
      for (Thread sender : senders) {
        sender.join();
      }

      assertThat(failures).isEmpty();
      List<String> written = ingest.written();
      assertThat(written).hasSize(clients * each);
      for (int c = 0; c < clients; c++) {
        String prefix = "{\"client\":" + c + ",";
        int client = c;
        assertThat(written.stream().filter(line -> line.startsWith(prefix)))
            .containsExactlyElementsOf(
                IntStream.range(0, each).mapToObj(i -> object(client, i)).toList());
      }
      assertThat(ingest.parts()).hasSizeGreaterThan(10);
      for (Path part : ingest.parts()) {
        assertThat(Files.size(part)).isLessThanOrEqualTo(50_000);
      }
      Result result = ingest.stop("TERM");
      assertThat(IngestProcess.number(result, "connections")).isEqualTo(clients);
      assertThat(IngestProcess.number(result, "written")).isEqualTo((long) clients * each);
    }
  }

  @Test
  void shouldRejectWhatIsNoObjectAndSayWhy() throws Exception {
    byte[] garbage = new byte[100_000];
    new Random(11).nextBytes(garbage);
    garbage[garbage.length - 1] = '\n';
    try (IngestProcess ingest = IngestProcess.start(folder, "--max-line", "100")) {
      ingest.deliver(
          "{}\nnull\n{\"a\":1}{}\n{\"a\"\n{'a':1}\n{\"a\":\""
              + "x".repeat(200)
              + "\"}\n{\"end\":1}");
      try (Socket socket = ingest.connect()) {
        socket.getOutputStream().write("{\"\":\"\u00e4\"}\n".getBytes(ISO_8859_1));
        IngestProcess.send(socket, "{\"ok\":1}\n{\"reset");
        Waiting.until(() -> ingest.written().size() == 2);
        socket.setSoLinger(true, 0);
      }
      Waiting.until(() -> ingest.rejected().size() == 8);
      try (Socket socket = ingest.connect()) {
        socket.getOutputStream().write(garbage);
        socket.shutdownOutput();
        IngestProcess.awaitEnd(socket);
      }
      Result result = ingest.stop("TERM");

      assertThat(ingest.written()).containsExactly("{}", "{\"ok\":1}");
      String all = String.join("\n", ingest.rejected().subList(0, 8));
      assertThat(all)
          .contains("not a JSON object")
          .contains("something follows the JSON object")
          .contains("malformed JSON: ")
          .contains("the line is longer than 100 bytes")
          .contains("the connection ended in the middle of the line")
          .contains("not valid UTF-8")
          .contains("the connection broke in the middle of the line");
      assertThat(IngestProcess.number(result, "received"))
          .isEqualTo(2 + IngestProcess.number(result, "rejected"));
      assertThat(result.exitCode()).isEqualTo(143);
    }
  }

  @Test
  void shouldGoOnInTheSameFolderAfterItWasKilled() throws Exception {
    List<String> before;
    try (IngestProcess ingest = IngestProcess.start(folder, "--roll-size", "2000")) {
      IntStream.range(0, 100).forEach(i -> deliver(ingest, object(1, i) + "\nwrong\n"));
      ingest.process.signal("KILL");
      ingest.process.result();
      before = ingest.written();
      assertThat(before).hasSize(100);
      Path last = ingest.parts().getLast();
      Files.writeString(last, "{\"torn", StandardOpenOption.APPEND);
      Files.writeString(
          folder.resolve("out/rejected.ndjson"), "{\"torn", StandardOpenOption.APPEND);
    }
    try (IngestProcess again = IngestProcess.start(folder, "--roll-size", "2000")) {
      again.deliver(object(2, 0) + "\nwrong\n");
      Result result = again.stop("TERM");

      assertThat(result.err()).contains(".torn.ndjson").contains("rejected.torn.ndjson");
      assertThat(again.written().subList(0, 100)).isEqualTo(before);
      assertThat(again.written().subList(100, 102)).containsExactly("{\"torn", object(2, 0));
      assertThat(again.rejected()).hasSize(1);
      assertThat(Files.readAllLines(folder.resolve("out/rejected.torn.ndjson"))).hasSize(101);
      List<String> names =
          again.parts().stream().map(part -> part.getFileName().toString()).toList();
      String torn = names.get(names.size() - 2);
      int number = Integer.parseInt(torn.substring(5, 10));
      assertThat(torn).isEqualTo("part-%05d.torn.ndjson".formatted(number));
      assertThat(names.getLast()).isEqualTo("part-%05d.ndjson".formatted(number + 1));
    }
  }

  private static void deliver(IngestProcess ingest, String text) {
    try {
      ingest.deliver(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shouldCloseConnectionsOverTheLimitAndCountThem() throws Exception {
    try (IngestProcess ingest = IngestProcess.start(folder, "--max-connections", "2");
        Socket first = ingest.connect();
        Socket second = ingest.connect()) {
      IngestProcess.send(first, "{}\n");
      IngestProcess.send(second, "{}\n");
      Waiting.until(() -> ingest.written().size() == 2);
      for (int i = 0; i < 3; i++) {
        try (Socket over = ingest.connect()) {
          IngestProcess.awaitEnd(over);
        }
      }
      Result result = ingest.stop("INT");

      assertThat(IngestProcess.number(result, "connections")).isEqualTo(2);
      assertThat(IngestProcess.number(result, "refused")).isEqualTo(3);
      assertThat(result.err().lines().filter(line -> line.contains("--max-connections")))
          .hasSize(1);
    }
  }

  @Test
  void shouldEndConnectionsThatSendNothing() throws Exception {
    try (IngestProcess ingest = IngestProcess.start(folder, "--idle-timeout", "1");
        Socket silent = ingest.connect()) {
      IngestProcess.awaitEnd(silent);

      assertThat(ingest.stop("TERM").exitCode()).isEqualTo(143);
    }
  }

  @Test
  void shouldFailWhenThePortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());

      Result result =
          LeatProcess.in(folder).run("run", "tcp-ingest", "--output", "out", "--port", port);

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.err())
          .contains("cannot listen on 127.0.0.1:" + port)
          .contains("another program listens there");
    }
  }

  @Test
  void shouldRefuseAFolderThatAnotherProcessWritesTo() throws Exception {
    try (IngestProcess ingest = IngestProcess.start(folder)) {
      Result second = LeatProcess.in(folder).run("run", "tcp-ingest", "--output", "out");

      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.err()).contains("another tcp-ingest writes to 'out'");
      ingest.deliver("{}\n");
      assertThat(ingest.written()).hasSize(1);
    }
  }

  @Test
  void shouldSayWhyAFolderCannotBeUsed() throws Exception {
    Path file = Files.createFile(folder.resolve("file"));
    String[] run = {"run", "tcp-ingest", "--output"};
    Result onFile = LeatProcess.in(folder).run(run[0], run[1], run[2], file.toString());
    Result below = LeatProcess.in(folder).run(run[0], run[1], run[2], file.resolve("x").toString());

    assertThat(onFile.exitCode()).isEqualTo(1);
    assertThat(onFile.err())
        .contains("cannot write to '%s': '%s' is no folder".formatted(file, file))
        .contains("choose another folder with --output");
    assertThat(below.err()).contains("Not a directory; choose another folder with --output");
  }

  @Test
  void shouldFailOnAFullDiskWithNothingLostThatWasWritten() throws Exception {
    try (IngestProcess ingest =
        IngestProcess.start(
            folder, builder -> builder.after("ulimit -f 64"), "--disk-full", "fail")) {
      String line = "{\"x\":\"" + "y".repeat(1_000) + "\"}\n";
      try (Socket socket = ingest.connect()) {
        for (int i = 0; i < 200; i++) {
          IngestProcess.send(socket, line);
        }
      } catch (IOException e) {
        assertThat(e).isNotInstanceOf(ConnectException.class); // it has failed while we sent
      }

      Result result = ingest.process.result();

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err()).contains("File too large").contains("--disk-full hold");
      assertThat(ingest.written()).isNotEmpty().containsOnly(line.strip());
      assertThat(Files.size(ingest.parts().getFirst())).isLessThanOrEqualTo(64 << 10);
      assertThat(Files.readAllBytes(ingest.parts().getFirst())).endsWith("\n".getBytes(UTF_8));
    }
  }

  @Test
  void shouldHoldPeersBackOnAFullDiskAndEndInTime() throws Exception {
    try (IngestProcess ingest =
            IngestProcess.start(
                folder, builder -> builder.after("ulimit -f 64"), "--disk-full", "hold");
        Socket socket = ingest.connect()) {
      String line = "{\"x\":\"" + "y".repeat(1_000) + "\"}\n";
      for (int i = 0; i < 100; i++) {
        IngestProcess.send(socket, line);
      }
      Waiting.until(() -> ingest.process.err().contains("the peers are held back"));
      long written = ingest.written().size();

      long start = System.nanoTime();
      Result result = ingest.stop("TERM");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err()).contains("File too large");
      assertThat(ingest.written()).hasSize((int) written).containsOnly(line.strip());
    }
  }

  @Test
  void shouldRefuseNumbersOutOfRange() throws Exception {
    Result result = LeatProcess.in(folder).run("run", "tcp-ingest", "--port", "65536");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--port must be from 0 to 65535, not 65536");
  }
}
