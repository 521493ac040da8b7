// SPDX-License-Identifier: Apache-2.0
#include "analyzer/report/html_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/base/markup.h"
#include "analyzer/base/text.h"
#include "analyzer/report/listing.h"
#include "analyzer/report/text_layout.h"

namespace protowarden::report {
namespace {

constexpr size_t kMostServices = 30;
constexpr size_t kMostOfName = 40;
// In units of the drawing, which scales to the page.
constexpr size_t kWidth = 860;
constexpr size_t kLetter = 8;  // what a letter of a name takes, rather more than less
constexpr size_t kNumbers = 50;
constexpr size_t kRow = 28;
constexpr size_t kBar = 20;
constexpr size_t kLegend = 30;
constexpr size_t kRoomForNumber = 22;
constexpr std::array<Sensitivity, 3> kLevels = {Sensitivity::kHigh, Sensitivity::kMedium,
                                                Sensitivity::kLow};

size_t Of(const ServiceLevels& service, Sensitivity level) {
  return service.by_level.at(static_cast<size_t>(level));
}

size_t TotalOf(const ServiceLevels& service) {
  size_t total = 0;
  for (const Sensitivity level : kLevels) total += Of(service, level);
  return total;
}

// `labels` is the width of the column of names, `most` the longest bar in fields.
std::string Bar(const ServiceLevels& service, size_t labels, size_t most, size_t top) {
  const size_t room = kWidth - labels - kNumbers;
  std::string bar =
      fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n", labels - 10, top + 15,
                  EscapeMarkup(Shortened(service.service, kMostOfName)));
  size_t left = labels;
  size_t before = 0;
  for (const Sensitivity level : kLevels) {
    const size_t count = Of(service, level);
    if (count == 0) continue;
    before += count;
    const size_t right = labels + before * room / most;
    const size_t width = std::max<size_t>(right > left ? right - left : 0, 1);
    bar += fmt::format(
        "<rect class=\"{0}\" x=\"{1}\" y=\"{2}\" width=\"{3}\" height=\"{4}\"><title>{5}: {6} "
        "{0}</title></rect>\n",
        Name(level), left, top, width, kBar, EscapeMarkup(service.service), count);
    if (width >= kRoomForNumber) {
      bar +=
          fmt::format("<text class=\"inside\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n",
                      left + width / 2, top + 14, count);
    }
    left += width;
  }
  return bar + fmt::format("<text class=\"scale\" x=\"{}\" y=\"{}\">{}</text>\n", left + 8,
                           top + 15, before);
}

std::string Legend(size_t left) {
  std::string legend;
  for (const Sensitivity level : kLevels) {
    legend += fmt::format(
        "<rect class=\"{0}\" x=\"{1}\" y=\"4\" width=\"12\" height=\"12\"/>"
        "<text class=\"scale\" x=\"{2}\" y=\"14\">{0}</text>\n",
        Name(level), left, left + 18);
    left += 100;
  }
  return legend;
}

std::string Numbers(const std::vector<ServiceLevels>& services) {
  std::string rows;
  for (const ServiceLevels& service : services) {
    rows += fmt::format("<tr><td class=\"mono\">{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                        EscapeMarkup(service.service), Of(service, Sensitivity::kHigh),
                        Of(service, Sensitivity::kMedium), Of(service, Sensitivity::kLow));
  }
  return "<details><summary>The numbers</summary><div class=\"scroll\"><table>\n"
         "<tr><th>Service</th><th>HIGH</th><th>MEDIUM</th><th>LOW</th></tr>\n" +
         rows + "</table></div></details>\n";
}

}  // namespace

std::string ServiceChart(std::vector<ServiceLevels> services) {
  if (services.empty()) return {};
  std::stable_sort(
      services.begin(), services.end(),
      [](const ServiceLevels& a, const ServiceLevels& b) { return TotalOf(a) > TotalOf(b); });
  const size_t most = std::max<size_t>(TotalOf(services.front()), 1);
  const size_t shown = std::min(services.size(), kMostServices);
  size_t letters = 0;
  for (size_t i = 0; i < shown; ++i) {
    letters = std::max(letters, std::min(Utf16Length(services[i].service), kMostOfName));
  }
  const size_t labels = letters * kLetter + 20;
  std::string bars;
  for (size_t i = 0; i < shown; ++i) bars += Bar(services[i], labels, most, kLegend + i * kRow);
  std::string chart = fmt::format(
      "<h3>Fields with personal data that the methods of a service carry</h3>\n"
      "<div class=\"scroll\"><svg class=\"chart\" role=\"img\" aria-label=\"Personal data by "
      "service and level\" "
      "viewBox=\"0 0 {} {}\">\n{}{}</svg></div>\n",
      kWidth, kLegend + shown * kRow, Legend(labels), bars);
  if (services.size() > shown) {
    chart += fmt::format("<p class=\"faint\">{} more in the numbers.</p>\n",
                         Count(services.size() - shown, "service"));
  }
  return chart + Numbers(services);
}

}  // namespace protowarden::report
