// The query language: what is understood, what is refused and how, and what it finds.
#include "store/query.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "store/journal.h"
#include "store/splits.h"
#include "unit/store/many_images.h"
#include "unit/store/store_builders.h"

namespace facepoint {
namespace {

using test::error_of;
using test::points_at;
using test::StoreBuilder;

Error refused(const std::string& text) {
  return error_of([&] { parse_query(text); });
}

bool says(const Error& error, const std::string& part) {
  return error.message().find(part) != std::string::npos;
}

TEST(ParseQuery, ReadsFieldsOperatorsNegationAndQuotes) {
  const Query query =
      parse_query("  identity:Luis*\tsize>=200 -name:\"a b:c\" path=\"\" blur<-1.5 ");
  const std::vector<QueryTerm> expected{{"identity", ":", "Luis*", false},
                                        {"size", ">=", "200", false},
                                        {"name", ":", "a b:c", true},
                                        {"path", "=", "", false},
                                        {"blur", "<", "-1.5", false}};
  EXPECT_EQ(query.terms, expected);
  EXPECT_TRUE(parse_query("").terms.empty());
  EXPECT_TRUE(parse_query(" \n").terms.empty());
}

TEST(ParseQuery, AnUnknownFieldIsAnErrorThatNamesTheKnownOnes) {
  const Error error = refused("color:red");
  EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
  EXPECT_TRUE(says(error, "'color'"));
  for (const QueryField& field : query_fields()) EXPECT_TRUE(says(error, field.name)) << field.name;
}

TEST(ParseQuery, ABadValueIsAnErrorThatSaysWhatTheFieldTakes) {
  EXPECT_TRUE(says(refused("size>big"), "a number"));
  EXPECT_TRUE(says(refused("size>1e"), "a number"));
  EXPECT_TRUE(says(refused("size>nan"), "a number"));
  EXPECT_TRUE(says(refused("size>12x"), "a number"));
  EXPECT_TRUE(says(refused("status:done"), "labelled, proposed, corrected, approved, rejected"));
  EXPECT_TRUE(says(refused("has:nose"), "face, label, proposal, error"));
  EXPECT_TRUE(says(refused("split:main/dev"), "train, val or test"));
  EXPECT_TRUE(says(refused("split:/test"), "PLAN/PART"));
  EXPECT_TRUE(says(refused("identity>Luis"), "identity:Luis*"));
  EXPECT_TRUE(says(refused("status>approved"), "status:proposed"));
}

TEST(ParseQuery, WhatIsNoTermIsQuotedInTheError) {
  EXPECT_TRUE(says(refused("clip:3 Luis"), "'Luis'"));
  EXPECT_TRUE(says(refused("-"), "'-'"));
  EXPECT_TRUE(says(refused("name:"), "'name:'"));
  EXPECT_TRUE(says(refused(":x"), "':x'"));
  EXPECT_TRUE(says(refused("Name:x"), "'Name:x'"));
  EXPECT_TRUE(says(refused("name:\"x"), "not closed"));
}

TEST(ParseQuery, EveryFieldsExampleIsUnderstood) {
  for (const QueryField& field : query_fields()) {
    ASSERT_EQ(parse_query(field.example).terms.size(), 1U) << field.example;
    EXPECT_EQ(parse_query(field.example).terms[0].field, field.name);
    EXPECT_FALSE(field.help.empty());
  }
}

TEST(ParseQuery, AnyTextIsEitherUnderstoodOrRefusedWithAnError) {
  StoreBuilder store;
  save_split_plan(store.project, {{}, "main", "identity", {1, 0, 0}, 1, "r"}, {});
  const std::vector<std::string> pieces{"name", "size", "has", "split", "status", ":",   ">",
                                        "<=",   "=",    "-",   "\"",    " ",      "*",   "%",
                                        "'",    "\\",   "12",  "label", "test",   ";--", "\xff"};
  std::mt19937 random(3);
  int understood = 0;
  for (int i = 0; i < 3000; ++i) {
    std::string text;
    for (unsigned n = random() % 8; n > 0; --n) text += pieces[random() % pieces.size()];
    try {
      count_images(store.project, parse_query(text));
      ++understood;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInvalidInput) << text << ": " << error.what();
    }
  }
  EXPECT_GT(understood, 100);
}

std::vector<std::string> completed(const std::string& text) {
  std::vector<std::string> texts;
  for (const QueryCompletion& completion : query_completions(text))
    texts.push_back(completion.text);
  return texts;
}

TEST(QueryCompletions, NameTheFieldsThatBeginLikeTheWord) {
  EXPECT_EQ(completed("si"), std::vector<std::string>{"size:"});
  EXPECT_EQ(completed("clip:3 -si"), std::vector<std::string>{"clip:3 -size:"});
  EXPECT_EQ(completed("n"), (std::vector<std::string>{"name:", "nme:"}));
  EXPECT_TRUE(completed("nothing").empty());
}

TEST(QueryCompletions, NameTheWordsThatAFieldTakes) {
  EXPECT_EQ(completed("status:ap"), std::vector<std::string>{"status:approved"});
  EXPECT_EQ(completed("has:").size(), 6U);
  EXPECT_TRUE(completed("status:approved").empty()) << "it is complete";
  EXPECT_TRUE(completed("name:a").empty()) << "anything may follow";
}

TEST(QueryCompletions, NameTheValuesThatTheProjectHas) {
  const QueryVocabulary words{{"tag", {"glasses", "profile"}}, {"identity", {"Ada L", "Bo"}}};
  const auto offered = [&](const std::string& text) {
    std::vector<std::string> texts;
    for (const QueryCompletion& each : query_completions(text, words)) texts.push_back(each.text);
    return texts;
  };
  EXPECT_EQ(offered("-tag:p"), std::vector<std::string>{"-tag:profile"});
  EXPECT_EQ(offered("tag:").size(), 2U);
  EXPECT_EQ(offered("identity:ada"), std::vector<std::string>{"identity:\"Ada L\""});
  EXPECT_TRUE(offered("name:").empty());
}

TEST(QueryCompletions, SayNothingBetweenWordsAndInsideQuotes) {
  EXPECT_TRUE(completed("").empty());
  EXPECT_TRUE(completed("clip:3 ").empty());
  EXPECT_TRUE(completed("name:\"a s").empty());
}

class QueryTest : public ::testing::Test {
 protected:
  QueryTest() {
    Image image = store.image_record("training/Luis_Fonsi_21.jpg");
    image.identity = "Luis_Fonsi";
    image.clip = "2";
    image.official_split = "training";
    image.width = 300;
    image.height = 200;
    image.blur = 12.5;
    image.brightness = 80;
    luis = add_image(store.project, image);
    store.labelled_face(luis, 1, {0, 0, 300, 100});

    image = store.image_record("test/Ana 100%_11.jpg");
    image.identity = "Ana 100%";
    image.clip = "1";
    image.official_split = "test";
    image.width = 100;
    ana = add_image(store.project, image);
    store.labelled_face(ana, 2, {0, 0, 10, 10});
    proposed = store.proposed_face(ana);
    store.proposal(proposed, 3, 0.4);

    image = store.image_record("broken.jpg");
    image.decode_error = "empty file";
    broken = add_image(store.project, image);

    const DatasetId afw = add_dataset(store.project, {{}, "AFW", "/afw", "ibug68"});
    image = store.image_record("LUIS.png");
    image.dataset = afw;
    upper = add_image(store.project, image);
  }

  // The base names of the images found, each up to its first letter.
  std::string found(const std::string& text) {
    const Query query = parse_query(text);
    std::string letters;
    for (const Image& image : images(store.project, query)) {
      letters += image.path[image.path.rfind('/') + 1];
    }
    EXPECT_EQ(static_cast<std::size_t>(count_images(store.project, query)), letters.size());
    EXPECT_EQ(image_summaries(store.project, query).size(), letters.size());
    std::sort(letters.begin(), letters.end());
    return letters;
  }

  StoreBuilder store;
  ImageId luis;
  ImageId ana;
  FaceId proposed;
  ImageId broken;
  ImageId upper;
};

TEST_F(QueryTest, WithoutTermsFindsEverything) { EXPECT_EQ(found(""), "ALLb"); }

TEST_F(QueryTest, MayHaveManyTermsButNotMoreThanADatabaseTakes) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "-identity:nobody ";
  EXPECT_EQ(found(text), "ALLb");
  EXPECT_THROW(parse_query(text + "-identity:nobody"), Error);
}

TEST_F(QueryTest, TextIsMatchedAsAWholeIgnoringCaseWithWildcards) {
  EXPECT_EQ(found("name:luis*"), "LL");
  EXPECT_EQ(found("name:luis"), "");
  EXPECT_EQ(found("name:luis.???"), "L");
  EXPECT_EQ(found("name:*_?1*"), "AL");
  EXPECT_EQ(found("identity:LUIS_fonsi"), "L");
  EXPECT_EQ(found("identity:\"\""), "Lb");
}

TEST_F(QueryTest, CharactersThatMeanSomethingToSqlDoNotToAQuery) {
  EXPECT_EQ(found("identity:\"Ana 100%\""), "A");
  EXPECT_EQ(found("name:Luis%"), "");
  EXPECT_EQ(found("name:____.png"), "");
  EXPECT_EQ(found("name:\\*"), "");
  EXPECT_EQ(found("name:'"), "");
}

TEST_F(QueryTest, AnEqualsSignTakesWildcardsLiterally) {
  EXPECT_EQ(found("name=luis.png"), "L");
  EXPECT_EQ(found("name=luis*"), "");
}

TEST_F(QueryTest, NameIsTheBaseNameAndPathTheWholePath) {
  EXPECT_EQ(found("name:Ana*"), "A");
  EXPECT_EQ(found("path:Ana*"), "");
  EXPECT_EQ(found("path:test/*"), "A");
}

TEST_F(QueryTest, FindsByTheImagesOwnProperties) {
  EXPECT_EQ(found("source:afw"), "L");
  EXPECT_EQ(found("clip:2"), "L");
  EXPECT_EQ(found("official:training"), "L");
  EXPECT_EQ(found("width>=300"), "L");
  EXPECT_EQ(found("width>300"), "");
  EXPECT_EQ(found("width:100"), "A");
  EXPECT_EQ(found("height<=200 width>0"), "AL");
  EXPECT_EQ(found("blur=12.5"), "L");
  EXPECT_EQ(found("brightness<80"), "ALb");
  EXPECT_EQ(found("faces>1"), "A");
  EXPECT_EQ(found("faces:0"), "Lb");
  EXPECT_EQ(found("has:error"), "b");
}

TEST_F(QueryTest, FindsImagesByTheirFaces) {
  EXPECT_EQ(found("has:face"), "AL");
  EXPECT_EQ(found("has:label"), "AL");
  EXPECT_EQ(found("has:proposal"), "A");
  EXPECT_EQ(found("status:proposed"), "A");
  EXPECT_EQ(found("size>173"), "L");
  EXPECT_EQ(found("size>174"), "");
  EXPECT_EQ(found("score<0.5"), "A");
  EXPECT_EQ(found("score>0.5"), "");
  EXPECT_EQ(found("confidence>0.59 confidence<0.61"), "A");
}

TEST_F(QueryTest, OneFaceMustMatchAllTermsAboutFaces) {
  EXPECT_EQ(found("status:labelled size<20"), "A");
  EXPECT_EQ(found("status:proposed size<20"), "") << "the proposed face is the large one";
}

TEST_F(QueryTest, ANegatedTermAboutFacesMeansThatNoFaceDoes) {
  EXPECT_EQ(found("-has:face"), "Lb");
  EXPECT_EQ(found("-has:label"), "Lb");
  EXPECT_EQ(found("-status:proposed"), "LLb");
  EXPECT_EQ(found("-score<0.5"), "LLb");
  EXPECT_EQ(found("-name:luis* -has:error"), "A");
}

TEST_F(QueryTest, LabelledFacesMatchForThemselves) {
  const auto faces = [&](const std::string& text) {
    return labelled_faces(store.project, parse_query(text));
  };
  ASSERT_EQ(faces("").size(), 2U);
  EXPECT_EQ(faces("")[0].image.id, ana) << "in the order of dataset and path";
  EXPECT_EQ(faces("")[0].revision.points, points_at(2));
  EXPECT_EQ(faces("")[0].face.current, faces("")[0].revision.id);
  EXPECT_EQ(faces("size>100").size(), 1U);
  EXPECT_EQ(faces("size>100")[0].image.id, luis);
  EXPECT_TRUE(faces("status:proposed").empty()) << "another face of the image is";
  EXPECT_EQ(faces("-status:proposed").size(), 2U);
  EXPECT_EQ(faces("faces:2").size(), 1U);
  EXPECT_EQ(faces("-score<0.5").size(), 2U);
}

TEST_F(QueryTest, FindsPartsOfTheOnlySplitPlanWithoutItsName) {
  const Error none = error_of([&] { found("split:test"); });
  EXPECT_EQ(none.code(), ErrorCode::kNotFound);
  EXPECT_TRUE(says(none, "facepoint split"));
  save_split_plan(store.project, {{}, "a.b", "identity", {1, 0, 0}, 1, "r"},
                  {{luis, "train"}, {ana, "test"}});
  EXPECT_EQ(found("split:test"), "A");
  EXPECT_EQ(found("-split:test"), "LLb");
  EXPECT_EQ(found("split:a.b/train"), "L");
  EXPECT_EQ(labelled_faces(store.project, parse_query("split:train")).size(), 1U);

  save_split_plan(store.project, {{}, "other", "identity", {1, 0, 0}, 1, "r"}, {{luis, "test"}});
  const Error several = error_of([&] { found("split:test"); });
  EXPECT_EQ(several.code(), ErrorCode::kInvalidInput);
  EXPECT_TRUE(says(several, "a.b, other"));
  EXPECT_EQ(found("split:other/test"), "L");
  const Error unknown = error_of([&] { found("split:third/test"); });
  EXPECT_EQ(unknown.code(), ErrorCode::kNotFound);
  EXPECT_TRUE(says(unknown, "a.b, other"));
}

TEST_F(QueryTest, FindsPartsOfAPlanWithFolds) {
  SplitPlan plan{{}, "k", "identity", {0.25, 0.25, 0.25, 0.25}, 1, "r"};
  plan.folds = 4;
  save_split_plan(store.project, plan, {{luis, "fold-1"}, {ana, "fold-2"}});
  EXPECT_EQ(found("split:fold-2"), "A");
  EXPECT_EQ(found("split:k/fold-1"), "L");
  EXPECT_EQ(found("split:k/2/test"), "A");
  EXPECT_EQ(found("split:k/1/val"), "A");
  EXPECT_EQ(found("split:k/4/val"), "L") << "the fold after the last is the first";
  EXPECT_EQ(found("split:k/3/train"), "AL");
  EXPECT_EQ(found("split:k/1/train"), "");
  EXPECT_TRUE(says(error_of([&] { found("split:k/test"); }), "split:k/1/test"));
  EXPECT_TRUE(says(error_of([&] { found("split:k/5/test"); }), "4 folds"));
  EXPECT_TRUE(says(error_of([&] { found("split:k/fold-5"); }), "4 folds"));
  EXPECT_TRUE(says(refused("split:k/fold-x"), "PLAN/K/PART"));
  EXPECT_TRUE(says(refused("split:k/0/test"), "PLAN/K/PART"));
  EXPECT_TRUE(says(refused("split:k/1/fold-1"), "PLAN/K/PART"));
  EXPECT_TRUE(says(refused("split:k/1/2/test"), "PLAN/K/PART"));
  save_split_plan(store.project, {{}, "main", "identity", {1, 0, 0}, 1, "r"}, {});
  EXPECT_TRUE(says(error_of([&] { found("split:main/1/test"); }), "split:main/test"));
  EXPECT_TRUE(says(error_of([&] { found("split:main/fold-1"); }), "no folds"));
}

TEST_F(QueryTest, WhatNobodyKnowsOfAPictureIsNotSo) {
  EXPECT_EQ(found("time<60"), "");
  EXPECT_EQ(found("-time<60"), "ALLb") << "none of them is of a video";
}

TEST_F(QueryTest, AChosenLabelStaysChosenWhenItIsCorrected) {
  const FaceId face = labelled_faces(store.project, parse_query("identity:Luis*")).at(0).face.id;
  FaceEdit edit;
  edit.face = face;
  edit.points = points_at(7);
  edit.role = RevisionRole::kAdjudicated;
  apply_change(store.project, "Choose", {edit});
  EXPECT_EQ(found("has:adjudicated"), "L");
  edit.points = points_at(8);
  edit.role = RevisionRole::kLabel;
  apply_change(store.project, "Move", {edit});
  EXPECT_EQ(found("has:adjudicated"), "L");
}

TEST(Query, ListsAndSearchesAHundredThousandImages) {
  StoreBuilder store;
  test::add_many_images(store.project, 100'000);
  EXPECT_EQ(image_summaries(store.project).size(), 100'000U);
  const Query query = parse_query("name:*_21* status:proposed has:proposal");
  EXPECT_EQ(image_summaries(store.project, query).size(), 1111U);
}

}  // namespace
}  // namespace facepoint
