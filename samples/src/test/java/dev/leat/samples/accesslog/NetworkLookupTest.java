package dev.leat.samples.accesslog;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.samples.Stop;
import dev.leat.samples.StopRequests;
import dev.leat.samples.accesslog.FaultyService.Fault;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.resources.LoopResources;

class NetworkLookupTest {

  private static final LoopResources LOOPS = LoopResources.create("lookup-test", 1, true);

  @AfterAll
  static void closeLoops() {
    LOOPS.dispose();
  }

  @Test
  void shouldFindNetworksWithTheServiceOfThisProcess() throws Exception {
    try (NetworkLookup lookup = open(null)) {
      assertThat(ask(lookup, "192.0.2.77").get(5, SECONDS).network()).isEqualTo("192.0.2.0/24");
      assertThat(ask(lookup, "2001:db8:1::1").get(5, SECONDS).network())
          .isEqualTo("2001:db8:1::/48");
    }
  }

  @Test
  void shouldFindNoNetworkForUnknownClients() throws Exception {
    try (NetworkLookup lookup = open(null)) {
      assertThat(ask(lookup, "233.252.0.1").get(5, SECONDS).network()).isNull();
      assertThat(ask(lookup, "a&ip=192.0.2.1").get(5, SECONDS).network()).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GARBAGE", "WRONG_JSON", "STATUS_500", "CLOSES", "ENDLESS"})
  void shouldFailOnceForEachBadAnswer(Fault fault) throws Exception {
    try (FaultyService service = new FaultyService(fault);
        NetworkLookup lookup = open(service.url())) {
      CompletableFuture<ServerError> answer = ask(lookup, "192.0.2.77");

      assertThatThrownBy(() -> answer.get(5, SECONDS))
          .hasMessageMatching(".*(the lookup service answered|Connection prematurely closed).*");
      assertThat(service.requests()).isOne();
    }
  }

  @Test
  void shouldFailWhenNothingListens() throws Exception {
    try (NetworkLookup lookup = open(FaultyService.down())) {
      assertThatThrownBy(() -> ask(lookup, "192.0.2.77").get(5, SECONDS))
          .hasMessageContaining("Connection refused");
    }
  }

  @Test
  void shouldAskAgainAfterFailures() throws Exception {
    try (FaultyService service = new FaultyService(Fault.RECOVERS);
        NetworkLookup lookup = open(service.url())) {
      assertThatThrownBy(() -> ask(lookup, "192.0.2.77").get(5, SECONDS))
          .hasRootCauseInstanceOf(IOException.class);
      assertThatThrownBy(() -> ask(lookup, "192.0.2.77").get(5, SECONDS))
          .hasRootCauseInstanceOf(IOException.class);
      assertThat(ask(lookup, "192.0.2.77").get(5, SECONDS).network()).isEqualTo("recovered");
    }
  }

  @Test
  void shouldGiveUpSoonAfterTheJobIsAskedToEnd() throws Exception {
    Stop stop = StopRequests.impatient();
    try (FaultyService service = new FaultyService(Fault.SILENT);
        NetworkLookup lookup = NetworkLookup.open(LOOPS, service.url(), 4, stop)) {
      CompletableFuture<ServerError> answer = ask(lookup, "192.0.2.77");

      StopRequests.request(stop);

      assertThatThrownBy(() -> answer.get(5, SECONDS))
          .hasRootCauseInstanceOf(LookupStoppedException.class);
      assertThatThrownBy(() -> ask(lookup, "192.0.2.78").get(5, SECONDS))
          .hasRootCauseInstanceOf(LookupStoppedException.class);
    }
  }

  private static NetworkLookup open(@Nullable String url) {
    return NetworkLookup.open(LOOPS, url, 4, new Stop());
  }

  private static CompletableFuture<ServerError> ask(NetworkLookup lookup, String ip) {
    return lookup.locate(new ServerError(ip, "/", 500, null, null)).toCompletableFuture();
  }
}
