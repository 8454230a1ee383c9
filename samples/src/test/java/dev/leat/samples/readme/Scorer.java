package dev.leat.samples.readme;

/** Something that computes. */
final class Scorer {

  private Scorer() {}

  static AccessLog score(AccessLog log) {
    return log.rated(log.path().length() / 10.0);
  }
}
