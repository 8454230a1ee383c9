package dev.leat.runtime.worker;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Types of the JDK that travel as text, because their text says everything. */
final class Texts {

  private static final Map<Class<?>, Function<String, Object>> PARSERS = parsers();

  private Texts() {}

  private static Map<Class<?>, Function<String, Object>> parsers() {
    Map<Class<?>, Function<String, Object>> parsers = new LinkedHashMap<>();
    parsers.put(BigDecimal.class, BigDecimal::new);
    parsers.put(BigInteger.class, BigInteger::new);
    parsers.put(UUID.class, UUID::fromString);
    parsers.put(URI.class, URI::create);
    parsers.put(Instant.class, Instant::parse);
    parsers.put(Duration.class, Duration::parse);
    parsers.put(LocalDate.class, LocalDate::parse);
    parsers.put(LocalTime.class, LocalTime::parse);
    parsers.put(LocalDateTime.class, LocalDateTime::parse);
    parsers.put(OffsetDateTime.class, OffsetDateTime::parse);
    parsers.put(ZonedDateTime.class, ZonedDateTime::parse);
    return parsers;
  }

  static boolean handles(Class<?> type) {
    return PARSERS.containsKey(type);
  }

  static @Nullable Function<String, Object> parser(Class<?> type) {
    return PARSERS.get(type);
  }
}
