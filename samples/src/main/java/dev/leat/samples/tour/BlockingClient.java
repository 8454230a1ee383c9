package dev.leat.samples.tour;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks the service of the tour and waits for the answer. Thread-safe; keeps connections open. */
final class BlockingClient {

  private static final int LIMIT_MILLIS = 20_000;

  static {
    System.setProperty("http.maxConnections", "4096"); // to keep; otherwise 5 of them
  }

  private BlockingClient() {}

  static String ask(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setConnectTimeout(LIMIT_MILLIS);
    connection.setReadTimeout(LIMIT_MILLIS);
    try (InputStream answer = connection.getInputStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
