package dev.leat.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.connector.ConnectorContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResourceTest {

  private static final ConnectorContext CONTEXT = new NamedContext("p", "s");

  private record NamedContext(String pipeline, String stage) implements ConnectorContext {
    @Override
    public <S> Optional<S> service(Class<S> type) {
      return Optional.empty();
    }
  }

  private record Client(List<String> log) implements AutoCloseable {
    @Override
    public void close() {
      log.add("closed");
    }
  }

  @Test
  void shouldOpenAndClose() throws Exception {
    List<String> log = new ArrayList<>();
    Resource<Client> resource = Resource.of(() -> new Client(log));

    Client opened = resource.open(CONTEXT);
    assertThat(log).isEmpty();
    resource.close(opened);

    assertThat(log).containsExactly("closed");
  }

  @Test
  void shouldLendTheContextToWhatIsOpened() throws Exception {
    Resource<String> resource = Resource.using(context -> context.stage() + "!", opened -> {});

    assertThat(resource.open(CONTEXT)).isEqualTo("s!");
  }

  @Test
  @SuppressWarnings("NullAway") // what a user without a checker may do
  void shouldReportAResourceThatOpensAsNull() {
    Resource<String> resource = Resource.of(() -> null, opened -> {});

    assertThatThrownBy(() -> resource.open(CONTEXT)).hasMessage("the resource opened as null");
  }
}
