import StageSupport

UmbrellaProgram.main { command, console in
    switch command {
    case .run(let options): try RunAll.perform(options, console)
    case .initialise(let options): try PipelineInit.perform(options, console)
    case .check(let options): try PipelineCheck.perform(options, console)
    case .demo(let options): try DemoExports.perform(options, console)
    case .inspect(let options): try Inspection.perform(options)
    case .export(let options): try FigureExport.perform(options, console)
    case .explain(let options): try Explanation.perform(options)
    }
}
