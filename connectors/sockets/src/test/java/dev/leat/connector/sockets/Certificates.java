package dev.leat.connector.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Certificates of servers, each signed by somebody whom its context trusts. They are made by
 * keytool, once, because that takes seconds.
 */
final class Certificates {

  private static final String PASSWORD = "changeit";
  private static final String HERE = "san=dns:localhost,ip:127.0.0.1";
  private static final Map<String, SSLContext> MADE = new ConcurrentHashMap<>();

  private Certificates() {}

  /** One that is valid. */
  static SSLContext valid() {
    return made("-1d", HERE);
  }

  /** One that was valid for two days, eight days ago. */
  static SSLContext expired() {
    return made("-10d", HERE);
  }

  /** One that will be valid in some days. */
  static SSLContext early() {
    return made("+5d", HERE);
  }

  /** One for another host. */
  static SSLContext elsewhere() {
    return made("-1d", "san=dns:elsewhere.example");
  }

  private static SSLContext made(String start, String names) {
    return MADE.computeIfAbsent(
        start + names,
        key -> {
          try {
            return make(start, names);
          } catch (Exception e) {
            throw new IllegalStateException("cannot make a certificate", e);
          }
        });
  }

  private static SSLContext make(String start, String names) throws Exception {
    Path folder = Files.createTempDirectory("leat-certificates");
    try {
      keytool(folder, "-genkeypair -alias signer -keyalg EC -dname CN=signer -ext bc:c");
      keytool(
          folder,
          "-genkeypair -alias server -keyalg EC -dname CN=server -signer signer -validity 2 -startdate %s -ext %s"
              .formatted(start, names));
      return context(folder.resolve("keys"));
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(file -> file.toFile().delete());
      }
      Files.delete(folder);
    }
  }

  private static void keytool(Path folder, String arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add("-J-XX:TieredStopAtLevel=1");
    command.addAll(List.of(arguments.split(" ", -1)));
    command.addAll(List.of("-keystore", "keys", "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process keytool =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException("keytool " + arguments + ": " + said);
    }
  }

  private static SSLContext context(Path file) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream content = Files.newInputStream(file)) {
      keys.load(content, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("signer", keys.getCertificate("signer"));
    keys.deleteEntry("signer");
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory others =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    others.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), others.getTrustManagers(), null);
    return context;
  }
}
