package dev.leat.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.samples.LeatProcess.Result;
import dev.leat.samples.accesslog.FaultyService.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.h2.tools.Server;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the sample does when the services it asks fail, as a process of its own. */
class AccessLogServicesTest {

  private static final byte[] LOG =
      (Logs.lines(300, 20) + "broken\n").getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private AccessLogRun sample;
  private String log = "";

  @BeforeEach
  void prepare() throws Exception {
    sample = new AccessLogRun(folder);
    log = sample.file("a.log", LOG);
  }

  @Test
  void shouldListFailuresWhenTheLookupServiceIsDown() throws Exception {
    Outcome outcome = sample.outcome(run("--lookup-url", FaultyService.down()));

    assertAllFailed(outcome, "network", "Connection refused");
  }

  @ParameterizedTest
  @CsvSource({
    "GARBAGE, no JSON",
    "WRONG_JSON, no object",
    "STATUS_500, status 500",
    "CLOSES, prematurely closed",
    "ENDLESS, more than 65536 bytes",
    "SILENT, timed out"
  })
  void shouldListFailuresWhenTheLookupServiceAnswersBadly(Fault fault, String cause)
      throws Exception {
    try (FaultyService service = new FaultyService(fault)) {
      Outcome outcome = sample.outcome(run("--lookup-url", service.url()));

      assertAllFailed(outcome, "network", cause);
      assertThat(service.requests()).isEqualTo(15 * 3);
    }
  }

  @Test
  void shouldGoOnWhenTheLookupServiceRecovers() throws Exception {
    try (FaultyService service = new FaultyService(Fault.RECOVERS)) {
      Outcome outcome = sample.outcome(run("--lookup-url", service.url()));

      outcome.matches(new Oracle().read("a.log", LOG));
      assertThat(outcome.errors())
          .allMatch(error -> error.get("network").asString().equals("recovered"));
    }
  }

  @Test
  void shouldAskADatabaseOfTheUser() throws Exception {
    try (Connection database = database()) {
      Server server = server();
      try {
        Outcome outcome = sample.outcome(run("--database-url", url(server)));

        assertThat(database.isValid(1)).isTrue();
        outcome.matches(new Oracle().read("a.log", LOG));
        assertThat(outcome.errors())
            .allMatch(error -> error.get("owner").asString().equals("somebody"));
      } finally {
        server.stop();
      }
    }
  }

  @Test
  void shouldListFailuresWhenTheDatabaseIsLocked() throws Exception {
    try (Connection database = database();
        Statement statement = database.createStatement();
        FaultyService slow = new FaultyService(Fault.SLOW)) {
      Server server = server();
      // The job checks the table before it reads: the lock has to come after that.
      slow.beforeFirstAnswer(() -> statement.execute("set exclusive 1"));
      try {
        Outcome outcome =
            sample.outcome(run("--database-url", url(server), "--lookup-url", slow.url()));

        assertAllFailed(outcome, "owner", "exclusive");
      } finally {
        statement.execute("set exclusive 0");
        server.stop();
      }
    }
  }

  @Test
  void shouldFailWhenAnotherProcessHoldsTheDatabase() throws Exception {
    String url = "jdbc:h2:" + folder.resolve("owners");
    try (Connection database = DriverManager.getConnection(url, "sa", "")) {
      assertThat(database.isValid(1)).isTrue();

      sample.assertFailed(run("--database-url", url), url, "already in use");
    }
  }

  @Test
  void shouldFailWhenTheDatabaseHasNoOwners() throws Exception {
    sample.assertFailed(run("--database-url", "jdbc:h2:mem:"), "jdbc:h2:mem:", "table OWNERS");
  }

  /** All server errors have failed at one stage after three attempts, the rest is as always. */
  private static void assertAllFailed(Outcome outcome, String stage, String cause) {
    outcome.countsMatch(new Oracle().read("a.log", LOG));
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.failed()).hasSize(15);
    long line = 20;
    for (JsonNode failed : outcome.failed()) {
      assertThat(failed.propertyNames())
          .containsExactly("file", "line", "stage", "attempts", "cause");
      assertThat(failed.get("file").asString()).isEqualTo("a.log");
      assertThat(failed.get("line").asLong()).isEqualTo(line);
      assertThat(failed.get("stage").asString()).isEqualTo(stage);
      assertThat(failed.get("attempts").asInt()).isEqualTo(3);
      assertThat(failed.get("cause").asString()).contains(cause);
      line += 20;
    }
  }

  private Result run(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(sample.arguments(log)));
    arguments.addAll(List.of(options));
    return sample.process().run(arguments.toArray(String[]::new));
  }

  /** A database in the memory of this process, which others reach by {@link #server}. */
  private static Connection database() throws Exception {
    Connection connection = DriverManager.getConnection("jdbc:h2:mem:shared", "sa", "");
    try (Statement statement = connection.createStatement()) {
      statement.execute("create table OWNERS (PATH varchar primary key, OWNER varchar)");
      statement.execute("insert into OWNERS values ('/shop', 'somebody')");
    }
    return connection;
  }

  private static Server server() throws Exception {
    return Server.createTcpServer("-tcpPort", "0").start();
  }

  private static String url(Server server) {
    return "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/mem:shared";
  }
}
