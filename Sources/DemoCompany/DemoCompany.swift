// DemoCompany
