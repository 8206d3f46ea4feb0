purkinje_test(specification_tests
  SOURCES grid_test.cpp grid_property_test.cpp experiment_test.cpp identity_test.cpp products_test.cpp plan_test.cpp
          plan_products_test.cpp wrong_settings_test.cpp augmentation_notes_test.cpp
          external_test.cpp study_externals_test.cpp documentation_test.cpp
  LINK purkinje_specification rapidcheck)
