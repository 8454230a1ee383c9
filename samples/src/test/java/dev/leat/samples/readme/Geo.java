package dev.leat.samples.readme;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A client that answers later. */
final class Geo implements AutoCloseable {

  CompletionStage<String> find(String ip) {
    return CompletableFuture.supplyAsync(() -> "net-" + ip.substring(0, ip.indexOf('.')));
  }

  @Override
  public void close() {}
}
