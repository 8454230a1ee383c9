package dev.leat.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.samples.Stop;
import dev.leat.samples.StopRequests;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerDatabaseTest {

  private final Stop stop = StopRequests.impatient();
  private OwnerDatabase owners;

  @BeforeEach
  void open() throws SQLException {
    owners = OwnerDatabase.open(null, 2, stop);
  }

  @AfterEach
  void close() {
    owners.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/shop, team-shop",
    "/shop/item/7?size=3, team-shop",
    "/shop/checkout, team-payments",
    "/shop/checkout/pay, team-payments",
    "/shop/checkouts, team-shop",
    "/shop?next=/login, team-shop"
  })
  void shouldFindOwnerOfTheLongestPath(String path, String owner) throws Exception {
    assertThat(assign(path).owner()).isEqualTo(owner);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/shopping", "", "*", "/sho%", "?/shop"})
  void shouldFindNoOwnerForOtherPaths(String path) throws Exception {
    assertThat(assign(path).owner()).isNull();
  }

  @Test
  void shouldSayWhatIsMissingInAnotherDatabase() {
    assertThatThrownBy(() -> OwnerDatabase.open("jdbc:h2:mem:empty", 1, stop))
        .isInstanceOf(SQLException.class)
        .hasMessageContainingAll("jdbc:h2:mem:empty", "OWNERS", "PATH");
  }

  @Test
  void shouldRefuseWhenTheJobWasAskedToEnd() {
    StopRequests.request(stop);

    stop.cutOff().block(Duration.ofSeconds(5));
    assertThatThrownBy(() -> assign("/shop")).isInstanceOf(LookupStoppedException.class);
  }

  private ServerError assign(String path) throws Exception {
    return owners.assign(new ServerError("", path, 500, null, null));
  }
}
