#include <algorithm>
#include <map>

#include "landmark/mean_shape.h"
#include "landmark/metrics.h"
#include "store/fold_predictions.h"
#include "tasks/report/gather.h"

namespace facepoint::report {
namespace {

constexpr std::size_t kFacesOfMean = 500;  // are enough for a mean face
constexpr double kFailure = 0.08;

double median(std::vector<float>& values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::vector<double> nme_edges() {
  std::vector<double> edges;
  for (int half_percent = 0; half_percent <= 30; ++half_percent) {
    edges.push_back(half_percent / 200.0);
  }
  return edges;
}

// The scheme of most labels; empty: there are none.
std::string main_scheme(const Chosen& chosen) {
  std::map<std::string, std::int64_t> labels;
  for (const FaceSummary& face : chosen.faces) {
    if (face.current) ++labels[face.scheme];
  }
  const auto most =
      std::max_element(labels.begin(), labels.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == labels.end() ? std::string() : most->first;
}

// Of faces that lie evenly over all of them.
Keypoints mean_face(Project& project, const Chosen& chosen, const Scheme& scheme) {
  std::vector<FaceId> faces;
  for (const FaceSummary& face : chosen.faces) {
    if (face.current && face.scheme == scheme.name && face.status != FaceStatus::kRejected) {
      faces.push_back(face.face);
    }
  }
  std::vector<Keypoints> sample;
  const std::size_t wanted = std::min(kFacesOfMean, faces.size());
  for (std::size_t i = 0; i < wanted; ++i) {
    sample.push_back(*face_points(project, faces[i * faces.size() / wanted]).label);
  }
  return mean_shape(scheme, sample);
}

// What is known of the labels seen so far.
class Comparison {
 public:
  Comparison(const Scheme& scheme, Keypoints mean)
      : scheme_(scheme), mean_(std::move(mean)), distances_(scheme.regions.size()) {}

  void add(const ComparedLabel& compared) {
    const FaceError error = face_error(scheme_, compared.predicted, compared.label);
    const auto eyes = inter_ocular_distance(scheme_, compared.label);
    if (!error.nme_inter_ocular || !eyes) return;
    ++faces_;
    if (compared.out_of_fold) ++out_of_fold_;
    SourceValues& source = sources_[compared.dataset];
    source.nme.push_back(static_cast<float>(*error.nme_inter_ocular));
    source.offsets.resize(scheme_.regions.size());
    const Similarity upright = fit_similarity(compared.predicted, mean_);
    for (std::size_t r = 0; r < scheme_.regions.size(); ++r) {
      if (!error.by_region[r] || upright.scale() <= 0) continue;
      distances_[r].push_back(static_cast<float>(*error.by_region[r]));
      add_offset(compared, upright, *eyes, scheme_.regions[r], source.offsets[r]);
    }
  }

  AgreementFigures figures(const Chosen& chosen) {
    AgreementFigures figures;
    figures.scheme = scheme_.name;
    figures.faces = faces_;
    figures.out_of_fold = out_of_fold_;
    figures.mean_face = mean_;
    figures.inter_ocular = inter_ocular_distance(scheme_, mean_).value_or(1);
    for (auto& [dataset, values] : sources_) {
      figures.sources.push_back(source_figures(chosen.dataset_name(dataset), values));
    }
    for (std::size_t r = 0; r < distances_.size() && faces_ > 0; ++r) {
      const Region& region = scheme_.regions[r];
      figures.regions.push_back({region.title, center_of(region), median(distances_[r])});
    }
    return figures;
  }

 private:
  struct Offsets {  // one a face, over the inter-ocular distance
    std::vector<float> x;
    std::vector<float> y;
  };
  struct SourceValues {
    std::vector<float> nme;        // one a face
    std::vector<Offsets> offsets;  // one a region
  };

  static void add_offset(const ComparedLabel& compared, const Similarity& upright, double eyes,
                         const Region& region, Offsets& offsets) {
    Point sum;
    int present = 0;
    for (const int p : region.points) {
      if (!compared.label[p].present() || !compared.predicted[p].present()) continue;
      sum = sum + compared.label[p].position - compared.predicted[p].position;
      ++present;
    }
    if (present == 0) return;
    // Turned as the face is, but not scaled: the distance of the eyes is the measure.
    const Point turned = upright(sum) - upright({0, 0});
    const double size = upright.scale() * present * eyes;
    offsets.x.push_back(static_cast<float>(turned.x / size));
    offsets.y.push_back(static_cast<float>(turned.y / size));
  }

  static SourceAgreement source_figures(const std::string& name, SourceValues& values) {
    SourceAgreement source{name, Histogram(nme_edges()), 0, 0, {}};
    for (const float nme : values.nme) source.nme.add(nme);
    source.above_8 = static_cast<double>(std::count_if(values.nme.begin(), values.nme.end(),
                                                       [](float v) { return v > kFailure; })) /
                     static_cast<double>(values.nme.size());
    source.median = median(values.nme);
    for (Offsets& offsets : values.offsets) {
      source.offsets.push_back({median(offsets.x), median(offsets.y)});
    }
    return source;
  }

  // Of an open chain its middle point: the middle of the jaw's points lies on the mouth.
  Point center_of(const Region& region) const {
    const Landmark& middle = mean_[region.points[region.points.size() / 2]];
    if (!region.closed && middle.present()) return middle.position;
    Point sum;
    int present = 0;
    for (const int p : region.points) {
      if (!mean_[p].present()) continue;
      sum = sum + mean_[p].position;
      ++present;
    }
    return present > 0 ? sum * (1.0 / present) : sum;
  }

  const Scheme& scheme_;
  Keypoints mean_;
  std::int64_t faces_ = 0;
  std::int64_t out_of_fold_ = 0;
  std::map<DatasetId, SourceValues> sources_;
  std::vector<std::vector<float>> distances_;  // one a region and face
};

}  // namespace

AgreementFigures agreement_figures(Project& project, const Chosen& chosen, JobContext& job) {
  const std::string name = main_scheme(chosen);
  if (name.empty()) return {};
  const Scheme& scheme = SchemeLibrary::standard().get(name);
  Comparison comparison(scheme, mean_face(project, chosen, scheme));
  std::int64_t others = 0;
  std::int64_t done = 0;
  job.begin_stage("Comparing labels with the CNN");
  each_compared_label(project, chosen.query, [&](const ComparedLabel& compared) {
    job.progress(++done, 0);
    if (compared.scheme == name) {
      comparison.add(compared);
    } else {
      ++others;
    }
  });
  job.finish_stage();
  AgreementFigures figures = comparison.figures(chosen);
  figures.other_schemes = others;
  return figures;
}

}  // namespace facepoint::report
