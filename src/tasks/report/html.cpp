#include "tasks/report/html.h"

#include <algorithm>

#include "base/text.h"

namespace facepoint::report {
namespace {

// How many bytes the UTF-8 character at the beginning of `text` has; 0: it is none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  return length;
}

std::string_view entity(char c) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

std::string element(const char* name, std::string_view text, std::string_view css_class = {}) {
  std::string html = std::string("<") + name;
  if (!css_class.empty()) html.append(" class=\"").append(css_class).append("\"");
  return html + ">" + escaped(text) + "</" + name + ">";
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string html;
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    const std::string_view special = entity(text.front());
    if (length == 0) {
      html += "\xEF\xBF\xBD";
    } else if (!special.empty()) {
      html += special;
    } else {
      html += text.substr(0, length);
    }
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return html;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += i + k <= bytes.size() ? kDigits[group >> (18 - 6 * k) & 63] : '=';
    }
  }
  return text;
}

std::string counted(std::int64_t n, std::string_view singular, std::string_view plural) {
  const std::string digits = std::to_string(n);
  return with_thousands(n) + count_of(n, singular, plural).substr(digits.size());
}

std::string percent(double share, int digits) { return fixed(share * 100, digits) + " %"; }

std::string share_text(std::int64_t part, std::int64_t all) {
  if (part == 0 || all == 0) return "0 %";
  const double share = static_cast<double>(part) / static_cast<double>(all);
  return share < 0.001 ? "< 0.1 %" : percent(share, 1);
}

std::string bytes_text(std::int64_t bytes) {
  const auto value = static_cast<double>(bytes);
  if (value >= 1e9) return fixed(value / 1e9, 1) + " GB";
  if (value >= 1e6) return fixed(value / 1e6, 1) + " MB";
  return fixed(value / 1e3, 0) + " kB";
}

std::string paragraph(std::string_view text, std::string_view css_class) {
  return element("p", text, css_class) + "\n";
}

std::string heading(std::string_view text) { return element("h3", text) + "\n"; }

std::string command_line(std::string_view text) {
  return "<pre>" + element("code", text) + "</pre>\n";
}

std::string hint(std::string_view text, std::string_view command) {
  return "<div class=\"hint\">" + paragraph(text) + command_line(command) + "</div>\n";
}

std::string table(const Table& table) {
  std::string html = "<div class=\"scroll\"><table>\n<thead><tr>";
  for (const std::string& cell : table.head) html += element("th", cell);
  html += "</tr></thead>\n<tbody>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (const std::string& cell : row) html += element("td", cell);
    html += "</tr>\n";
  }
  return html + "</tbody></table></div>\n";
}

std::string bars(std::string_view title, const std::vector<Count>& counts, std::int64_t all) {
  std::int64_t most = 1;
  for (const Count& count : counts) most = std::max(most, count.count);
  std::string html = "<div class=\"bars\">";
  if (!title.empty()) html += heading(title);
  html += "<table>\n";
  for (const Count& count : counts) {
    const double width = 100.0 * static_cast<double>(count.count) / static_cast<double>(most);
    html += "<tr>" + element("td", count.name) +
            "<td class=\"track\"><i style=\"width:" + fixed(width, 1) +
            (count.count > 0 ? "%;min-width:1px" : "%") + "\"></i></td>" +
            element("td", with_thousands(count.count)) +
            element("td", share_text(count.count, all), "quiet") + "</tr>\n";
  }
  return html + "</table></div>\n";
}

std::string section(std::string_view id, std::string_view title, std::string_view html) {
  std::string text = "<section id=\"" + escaped(id) + "\">\n" + element("h2", title) + "\n";
  return text.append(html) + "</section>\n";
}

std::string columns(const std::vector<std::string>& html) {
  std::string all = "<div class=\"columns\">\n";
  for (const std::string& each : html) all += "<div>" + each + "</div>\n";
  return all + "</div>\n";
}

std::string figure(std::string_view title, std::string_view html, std::string_view note) {
  std::string all = "<figure class=\"plot\">" + element("figcaption", title);
  all.append(html);
  if (!note.empty()) all += paragraph(note, "quiet");
  return all + "</figure>\n";
}

}  // namespace facepoint::report
