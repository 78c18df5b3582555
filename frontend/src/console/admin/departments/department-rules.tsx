import { useState } from 'react'
import type { Department } from '../../../../../functions/contracts/department.ts'
import { categories } from '../../../api/ticket-values.ts'
import { Check } from '../../../design/check.tsx'
import { LoadBar } from '../../../design/load-bar.tsx'
import { useAdminText } from '../../../text/use-admin-text.ts'
import { useWords } from '../../../text/use-words.ts'
import admin from '../admin.module.css'
import { fromZero, NumberField } from '../number-field.tsx'
import { BusinessHoursFields } from './business-hours.tsx'
import styles from './department-fields.module.css'
import { clockPriorities, type DepartmentFieldsProps, thresholdExample } from './department-form.ts'

/** All rules of a department except its name, strategy and weights, in groups. */
export const DepartmentRules = ({ department, errorOf }: DepartmentFieldsProps) => {
  const words = useWords()
  const { departments: text } = useAdminText()
  const { sla, overflow, triage_policy } = department
  return (
    <>
      <fieldset className={`${admin.full} ${styles.group}`}>
        <legend>{text.topics}</legend>
        <div className={styles.checks}>
          {categories.map((category) => (
            <Check
              key={category}
              name={`category.${category}`}
              label={words.category[category]}
              on={department.categories.includes(category)}
            />
          ))}
        </div>
        <p className={admin.quiet}>{text.topicsHint}</p>
      </fieldset>
      <Thresholds department={department} errorOf={errorOf} />
      <fieldset className={`${admin.full} ${styles.group}`}>
        <legend>{text.whenBusy}</legend>
        <div className={styles.four}>
          <NumberField
            {...fromZero}
            name="overflow.after_minutes"
            label={text.overflow}
            defaultValue={overflow.after_minutes}
            errorOf={errorOf}
          />
          <NumberField
            {...fromZero}
            name="offline_grace_minutes"
            label={text.grace}
            defaultValue={department.offline_grace_minutes}
            errorOf={errorOf}
          />
        </div>
        <Check name="overflow.enabled" label={text.overflowOn} on={overflow.enabled} />
        <Check name="admins_take_tickets" label={text.adminsTake} on={department.admins_take_tickets} />
      </fieldset>
      <fieldset className={`${admin.full} ${styles.group}`}>
        <legend>{text.triagePolicy}</legend>
        <Check name="triage_policy.apply_category" label={text.apply} on={triage_policy.apply_category} />
        <div className={admin.form}>
          <NumberField
            {...fromZero}
            name="triage_policy.min_confidence"
            label={text.confidence}
            defaultValue={triage_policy.min_confidence}
            errorOf={errorOf}
          />
        </div>
      </fieldset>
      <BusinessHoursFields department={department} errorOf={errorOf} />
      <Clocks name="sla.first_response_hours" title={text.sla} hours={sla.first_response_hours} errorOf={errorOf} />
      <Clocks name="sla.resolution_hours" title={text.resolution} hours={sla.resolution_hours} errorOf={errorOf} />
    </>
  )
}

/** The thresholds of overload and of idleness, with the numbers of tickets that they mean at the current staffing. */
const Thresholds = ({ department, errorOf }: DepartmentFieldsProps) => {
  const { format } = useWords()
  const { departments: text } = useAdminText()
  const [lines, setLines] = useState({
    overload: department.overload_threshold,
    underload: department.underload_threshold,
  })
  const { load } = department
  const { overloadedFrom, helpsUpTo } = thresholdExample(lines, load.capacity)
  return (
    <fieldset className={`${admin.full} ${styles.group}`}>
      <legend>{text.loadLine}</legend>
      <div className={admin.form}>
        <NumberField
          name="overload_threshold"
          label={text.overload}
          min={0.01}
          step="any"
          value={lines.overload}
          onChange={({ target }) => setLines({ ...lines, overload: Number(target.value) })}
          errorOf={errorOf}
        />
        <NumberField
          {...fromZero}
          name="underload_threshold"
          label={text.underload}
          value={lines.underload}
          onChange={({ target }) => setLines({ ...lines, underload: Number(target.value) })}
          errorOf={errorOf}
        />
      </div>
      <LoadBar
        name={text.load(load.active, load.capacity, load.waiting)}
        share={load.pressure}
        threshold={lines.overload}
        figure={format.percent(load.pressure)}
      />
      <p className={styles.example} role="status">
        {text.thresholds(load.capacity, overloadedFrom, helpsUpTo)}
      </p>
      <Check name="auto_merge" label={text.autoMerge} on={department.auto_merge} />
    </fieldset>
  )
}

const Clocks = ({ name, title, hours, errorOf }: ClocksProps) => {
  const words = useWords()
  return (
    <fieldset className={`${admin.full} ${styles.group}`}>
      <legend>{title}</legend>
      <div className={styles.four}>
        {clockPriorities.map((priority) => (
          <NumberField
            {...fromZero}
            key={priority}
            name={`${name}.${priority}`}
            label={words.priority[priority]}
            defaultValue={hours[priority]}
            errorOf={errorOf}
          />
        ))}
      </div>
    </fieldset>
  )
}

interface ClocksProps extends Pick<DepartmentFieldsProps, 'errorOf'> {
  /** Path of the clock's hours by priority. */
  readonly name: string
  readonly title: string
  readonly hours: Department['sla']['resolution_hours']
}
