package dev.leat.samples.readme;

/** A database that is asked in blocking style. */
final class Users implements AutoCloseable {

  String owner(String path) {
    return "owner of " + path;
  }

  @Override
  public void close() {}
}
