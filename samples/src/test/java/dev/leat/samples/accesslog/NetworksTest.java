package dev.leat.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0, 192.0.2.0/24",
    "192.0.2.255, 192.0.2.0/24",
    "172.16.0.1, 172.16.0.0/12",
    "172.31.255.255, 172.16.0.0/12",
    "10.3.128.0, 10.3.128.0/17",
    "2001:db8:1::7, 2001:db8:1::/48",
    "2001:DB8:1:0:0:0:0:7, 2001:db8:1::/48"
  })
  void shouldFindNetworkOfAddress(String address, String network) {
    assertThat(Networks.of(address)).contains(network);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.3.0",
        "172.32.0.0",
        "10.3.127.255",
        "2001:db8:3::1",
        "localhost",
        "",
        "1.2.3",
        "::"
      })
  void shouldFindNothingForOtherTexts(String address) {
    assertThat(Networks.of(address)).isEmpty();
  }
}
